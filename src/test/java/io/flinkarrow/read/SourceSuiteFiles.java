package io.flinkarrow.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;
import org.apache.flink.util.FileUtils;

/**
 * A directory of Parquet files as the external system of Flink's test suite. A split of the suite
 * gets a file each time that it is written to.
 */
abstract class SourceSuiteFiles<T> implements DataStreamSourceExternalContext<T> {

  private static final int RECORDS = 50;

  private final Path directory;

  SourceSuiteFiles() {
    try {
      directory = Files.createTempDirectory("flink-source-suite");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A source of the directory. */
  abstract ArrowParquetSource.Builder<T> source(org.apache.flink.core.fs.Path directory)
      throws IOException;

  abstract void write(Path file, List<T> records) throws IOException;

  abstract T record(long id);

  @Override
  public Source<T, ?, ?> createSource(TestingSourceSettings settings) {
    try {
      ArrowParquetSource.Builder<T> source =
          source(new org.apache.flink.core.fs.Path(directory.toUri()));
      return settings.getBoundedness() == Boundedness.BOUNDED
          ? source.build()
          : source.monitorContinuously(Duration.ofMillis(20)).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ExternalSystemSplitDataWriter<T> createSourceSplitDataWriter(
      TestingSourceSettings settings) {
    return new ExternalSystemSplitDataWriter<>() {
      @Override
      public void writeRecords(List<T> records) {
        String name = UUID.randomUUID() + ".parquet";
        Path hidden = directory.resolve("." + name);
        try {
          write(hidden, records);
          Files.move(hidden, directory.resolve(name));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<T> generateTestData(TestingSourceSettings settings, int splitIndex, long seed) {
    long first = Math.floorMod(seed, 1_000_000L) * 1_000 + splitIndex * 100_000_000_000L;
    return IntStream.range(0, RECORDS).mapToObj(i -> record(first + i)).toList();
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
