package io.flinkarrow.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.read.ParquetRowFormat;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.InstantiationUtil;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that write and read encrypted files, fail, and go on from checkpoints and savepoints: each
 * row comes back once, and keys are in nothing that Flink stores, sends or logs.
 */
class EncryptedJobsITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final int BATCHES = 300;
  private static final int ROWS = 20;
  private static final List<String> KEYS =
      Stream.of("footer", "column id", "column name")
          .flatMap(name -> TestKeys.forms(TestKeys.bytes(name, 16)).stream())
          .toList();

  @TempDir Path directory;
  @TempDir Path checkpoints;

  private final List<String> logged = new CopyOnWriteArrayList<>();

  private final AbstractAppender appender =
      new AbstractAppender("encrypted jobs", null, null, false, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          logged.add(event.getMessage().getFormattedMessage());
          if (event.getThrown() != null) {
            logged.add(trace(event.getThrown()));
          }
        }
      };

  private Level before;

  @BeforeEach
  void captureLogs() {
    LoggerContext context = LoggerContext.getContext(false);
    before = context.getConfiguration().getRootLogger().getLevel();
    appender.start();
    context.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
    Configurator.setRootLevel(Level.INFO);
    Configurator.setLevel("io.flinkarrow", Level.DEBUG);
  }

  @AfterEach
  void restoreLogs() {
    Configurator.setLevel("io.flinkarrow", (Level) null);
    Configurator.setRootLevel(before);
    LoggerContext.getContext(false)
        .getConfiguration()
        .getRootLogger()
        .removeAppender(appender.getName());
  }

  @Test
  void eachRowComesBackOnceAndKeysAreNowhere() throws Exception {
    String savepoint = writeUntilSavepoint();
    write(savepoint).getJobExecutionResult().get();
    assertThat(FailingMap.failuresOf("writing encrypted")).isEqualTo(3);
    assertThat(PartFiles.visible(directory))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).content(ISO_8859_1).startsWith("PARE"));

    List<Long> ids =
        read(Jobs.environment(2), new TestKeys()).executeAndCollect(2 * BATCHES * ROWS);
    assertThat(FailingMap.failuresOf("reading encrypted")).isEqualTo(1);
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, BATCHES * ROWS).boxed().toList());

    Throwable failure =
        catchThrowable(() -> read(Jobs.withoutRestart(2), new OtherNames()).executeAndCollect(1));
    assertThat(trace(failure))
        .contains("The metadata of column 'name' in row group 0 of file:")
        .doesNotContain(KEYS);

    assertThat(logged).anyMatch(line -> line.contains("on purpose"));
    assertThat(String.join("\n", logged)).doesNotContain(KEYS);
    assertThat(stored()).hasSizeGreaterThan(2).allSatisfy(EncryptedJobsITCase::assertHasNoKey);
  }

  private String writeUntilSavepoint() throws Exception {
    JobClient job = write(null);
    Jobs.await(
        () ->
            FailingMap.failuresOf("writing encrypted") >= 2
                && PartFiles.visible(directory).size() >= 4);
    return Jobs.savepointAndCancel(job, checkpoints);
  }

  private JobClient write(String savepoint) throws Exception {
    StreamExecutionEnvironment environment = Jobs.restored(2, savepoint);
    keepCheckpoints(environment);
    WriterOptions options =
        WriterOptions.builder()
            .encryption(files -> files.keyProvider(new TestKeys()).aadPrefix("numbers"))
            .columns(all -> all.encryption(ColumnEncryption.COLUMN_KEY))
            .build();
    Jobs.numberedByCheckpoint(environment, BATCHES, ROWS, 20)
        .map(new FailingMap<>("writing encrypted", 3, 1, 5))
        .uid("failures")
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
                .options(options)
                .verifyShare(1)
                .build())
        .uid("sink");
    assertJobGraphHasNoKey(environment, TestKeys.class);
    return environment.executeAsync();
  }

  private DataStream<Long> read(StreamExecutionEnvironment environment, EncryptionKeyProvider keys)
      throws IOException {
    keepCheckpoints(environment);
    ParquetRowFormat format =
        new ParquetRowFormat(NumberedRows.TYPE, InternalTypeInfo.of(NumberedRows.TYPE))
            .withDecryption(files -> files.keyProvider(keys).aadPrefix("numbers"));
    FileSource<RowData> source =
        FileSource.forBulkFileFormat(format, new org.apache.flink.core.fs.Path(directory.toUri()))
            .build();
    var ids =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "encrypted")
            .map(EncryptedJobsITCase::checkedId)
            .map(new FailingMap<>("reading encrypted", 1, 0, 50));
    assertJobGraphHasNoKey(environment, keys.getClass());
    return ids;
  }

  private static Long checkedId(RowData row) {
    RowData expected = NumberedRows.of(row.getLong(0));
    if (!Objects.equals(text(row), text(expected))) {
      throw new IllegalStateException("Row %d has another name".formatted(row.getLong(0)));
    }
    return row.getLong(0);
  }

  private static String text(RowData row) {
    return row.isNullAt(1) ? null : row.getString(1).toString();
  }

  /** Has the key of {@code id} for the column {@code name}. */
  private static final class OtherNames implements EncryptionKeyProvider {
    private static final long serialVersionUID = 1L;

    @Override
    public EncryptionKey footerKey() {
      return new TestKeys().footerKey();
    }

    @Override
    public EncryptionKey columnKey(ColumnPath column) {
      return new TestKeys().columnKey(new ColumnPath("id"));
    }
  }

  private void keepCheckpoints(StreamExecutionEnvironment environment) {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 100);
    configuration.setString(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    environment.configure(configuration);
  }

  private static void assertJobGraphHasNoKey(
      StreamExecutionEnvironment environment, Class<?> provider) throws IOException {
    byte[] graph =
        InstantiationUtil.serializeObject(environment.getStreamGraph(false).getJobGraph());
    assertThat(new String(graph, ISO_8859_1))
        .contains(provider.getSimpleName())
        .doesNotContain(KEYS);
  }

  private List<Path> stored() throws IOException {
    try (Stream<Path> files =
        Stream.of(directory, checkpoints).flatMap(EncryptedJobsITCase::walk)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static Stream<Path> walk(Path root) {
    try {
      return Files.walk(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertHasNoKey(Path file) {
    assertThat(file).content(ISO_8859_1).doesNotContain(KEYS.toArray(String[]::new));
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
