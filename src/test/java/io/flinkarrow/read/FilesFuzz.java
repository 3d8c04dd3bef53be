package io.flinkarrow.read;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.format.Util;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a file, and as a footer: targets of the fuzzer, which goes on from the seeds by
 * itself. No part of the build, which has {@link MutatedFilesGiveTheirRowsOrAReasonTest}: see
 * docs/contributing.md.
 */
class FilesFuzz {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final FileReading BATCHES = new FileReading(null, null, null);

  private final Path directory = directory();

  private static Path directory() {
    try {
      return Files.createTempDirectory("fuzzed");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = "3m")
  void wholeFiles(byte[] file) throws IOException {
    BATCHES.read(Files.write(directory.resolve("fuzzed.parquet"), file));
  }

  /** Behind nothing else, so that the fuzzer need not keep lengths and magic numbers. */
  @MethodSource("footerSeeds")
  @FuzzTest(maxDuration = "3m")
  void footers(byte[] footer) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(MAGIC);
    file.writeBytes(footer);
    file.writeBytes(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(footer.length)
            .array());
    file.writeBytes(MAGIC);
    wholeFiles(file.toByteArray());
  }

  /** Of our writer and of others, not encrypted. */
  static Stream<byte[]> files() throws Exception {
    Path directory = directory();
    List<SampleFile> samples = new ArrayList<>(SampleFiles.foreign(directory));
    for (int number = 0; number < 8; number++) {
      samples.add(SampleFiles.ours(number, directory));
    }
    return samples.stream().filter(sample -> sample.keys() == null).map(SampleFile::bytes);
  }

  static Stream<byte[]> footerSeeds() throws Exception {
    List<byte[]> footers = new ArrayList<>();
    for (byte[] file : files().toList()) {
      PlainFile plain = PlainFile.of(file);
      footers.add(Arrays.copyOfRange(file, plain.body().length, file.length - 2 * Integer.BYTES));
      ByteArrayOutputStream schemaOnly = new ByteArrayOutputStream();
      plain.footer().getRow_groups().clear();
      Util.writeFileMetaData(plain.footer(), schemaOnly);
      footers.add(schemaOnly.toByteArray());
    }
    return footers.stream();
  }
}
