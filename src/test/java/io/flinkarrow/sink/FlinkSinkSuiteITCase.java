package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.util.FileUtils;

/** The contract that Flink asks of every sink, in one-row batches. */
class FlinkSinkSuiteITCase extends SinkTestSuiteBase<Long> {

  @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

  @TestSemantics
  CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

  @TestContext
  ExternalContextFactory<Directory> context = test -> new Directory(CheckpointMode.ENDS_FILES);

  /** The suite waits for rows before it stops a job. Some checkpoints come sooner. */
  private static final Duration SOON = Duration.ofMillis(500);

  /** A directory of part files as the suite's external system. */
  static final class Directory implements DataStreamSinkV2ExternalContext<Long> {

    private final CheckpointMode mode;
    private final Path directory;

    Directory(CheckpointMode mode) {
      this.mode = mode;
      try {
        directory = Files.createTempDirectory("flink-sink-suite");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Sink<Long> createSink(TestingSinkSettings settings) {
      return new OneRowBatchSink(
          (PartFileSink<RecordBatch>)
              mode.set(
                      ArrowParquetSink.forBatches(
                          new org.apache.flink.core.fs.Path(directory.toUri()),
                          NumberedBatches.SCHEMA))
                  .rollAtAge(SOON)
                  .build());
    }

    @Override
    public ExternalSystemDataReader<Long> createSinkDataReader(TestingSinkSettings settings) {
      return new NewFilesReader(directory);
    }

    @Override
    public List<Long> generateTestData(TestingSinkSettings settings, long seed) {
      long first = Math.floorMod(seed, 1_000_000);
      return LongStream.range(first, first + 200).boxed().toList();
    }

    @Override
    public TypeInformation<Long> getProducedType() {
      return Types.LONG;
    }

    @Override
    public List<URL> getConnectorJarPaths() {
      return List.of();
    }

    @Override
    public void close() throws IOException {
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  /** Gives the rows of each visible file once. */
  private static final class NewFilesReader implements ExternalSystemDataReader<Long> {
    private final Path directory;
    private final Set<Path> read = new HashSet<>();

    private NewFilesReader(Path directory) {
      this.directory = directory;
    }

    @Override
    public List<Long> poll(Duration timeout) {
      List<Path> files = new ArrayList<>(PartFiles.visible(directory));
      files.removeAll(read);
      read.addAll(files);
      return LongStream.of(PartFiles.idsOf(files)).boxed().toList();
    }

    @Override
    public void close() {}
  }
}
