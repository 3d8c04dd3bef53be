package io.flinkarrow.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedBatches;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Native code that can't be unpacked is told in one sentence, whatever opens first and however
 * often. Directories that may not be written to, or not executed from, are not to be had in every
 * test: here it is a file.
 */
class MissingLibrariesAreToldAtTheDoorTest {

  @TempDir Path directory;

  private String attempts(CompressionCodec codec) throws Exception {
    return attempts(codec, System.getProperty("java.class.path"));
  }

  private String attempts(CompressionCodec codec, String classPath) throws Exception {
    Path file = Files.createFile(directory.resolve("no-directory"));
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of(
                "-Djava.io.tmpdir=" + file,
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"),
            classPath,
            Attempts.class.getName(),
            codec.name());
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "SNAPPY", "BROTLI"})
  void atEveryAttempt(CompressionCodec codec) throws Exception {
    assertThat(attempts(codec).lines().filter(line -> line.startsWith(Attempts.OUTCOME)))
        .hasSize(Attempts.COUNT)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("The codec " + codec + " needs the native library of ")
                    .contains("no-directory: it is no directory. Start this JVM with")
                    .contains("java.lang.UnsatisfiedLinkError"));
  }

  /** Also not if the libraries of the others are missing. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"ZSTD", "SNAPPY", "BROTLI"})
  void codecsWithoutNativeCodeNeedNone(CompressionCodec codec) throws Exception {
    assertThat(attempts(codec).lines().filter(line -> line.startsWith(Attempts.OUTCOME)))
        .hasSize(Attempts.COUNT)
        .allSatisfy(line -> assertThat(line).endsWith("it opened"));
  }

  @Test
  void anOptionalLibraryThatIsNotThereIsNamed() throws Exception {
    String withoutBrotli =
        Pattern.compile(File.pathSeparator)
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> !entry.contains("brotli4j"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(attempts(CompressionCodec.BROTLI, withoutBrotli).lines())
        .filteredOn(line -> line.startsWith(Attempts.OUTCOME))
        .hasSize(Attempts.COUNT)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("UnsatisfiedLinkError: The codec BROTLI needs")
                    .contains("Add the dependency com.aayushatharva.brotli4j:brotli4j"));
  }

  /** What is opened in the other JVM. */
  static final class Attempts {

    static final String OUTCOME = "outcome ";
    static final int COUNT = 6;

    private interface Attempt {
      void run() throws Exception;
    }

    public static void main(String[] arguments) {
      CompressionCodec codec = CompressionCodec.valueOf(arguments[0]);
      WriterOptions options = WriterOptions.builder().codec(codec).build();
      List<Attempt> attempts = new ArrayList<>();
      for (int i = 0; i < COUNT / 3; i++) {
        attempts.add(
            () -> ArrowParquetWriterFactory.forBatches(options).create(new InMemoryStream()));
        attempts.add(
            () ->
                ArrowParquetWriter.open(
                    new ByteArrayOutputStream(), NumberedBatches.SCHEMA, options));
        attempts.add(() -> PageDecompressor.of(codec));
      }
      attempts.forEach(attempt -> System.out.println(OUTCOME + outcome(attempt)));
    }

    private static String outcome(Attempt attempt) {
      try {
        attempt.run();
        return "it opened";
      } catch (Throwable e) {
        return e.toString();
      }
    }
  }
}
