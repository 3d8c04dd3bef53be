package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.file.FileCheck;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.read.file.FileSystemInput;
import io.flinkarrow.row.RowParquetWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.format.AesGcmCtrV1;
import org.apache.parquet.format.AesGcmV1;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Encrypted files whose bytes, modules and metadata were changed by somebody without keys: they
 * give the rows that were written, or an exception that names the file and what cannot be
 * decrypted. With AES_GCM_CTR_V1 the values may be others.
 */
class MutatedEncryptedFilesGiveTheirRowsOrAReasonTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 1_000 : 24;
  private static final int ROWS = 60;
  private static final long MOST_ALLOCATED = 256L << 20;
  private static final int[] LENGTHS = {
    0, -1, 1, 11, 12, 27, 28, 29, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 28
  };
  private static final ReadLimits LIMITS =
      ReadLimits.builder().maximumPageBytes(16 << 20).maximumRowBytes(4 << 20).build();

  @TempDir Path directory;

  private record Mode(
      EncryptionAlgorithm algorithm,
      boolean plaintextFooter,
      PageVersion pageVersion,
      CompressionCodec codec) {

    byte[] file(int first) throws IOException {
      WriterOptions options =
          WriterOptions.builder()
              .encryption(
                  files ->
                      files
                          .keyProvider(new TestKeys())
                          .algorithm(algorithm)
                          .plaintextFooter(plaintextFooter)
                          .aadPrefix("orders"))
              .columns(
                  all ->
                      all.encryption(ColumnEncryption.COLUMN_KEY)
                          .pageVersion(pageVersion)
                          .bloomFilter(true))
              .column("id", column -> column.encryption(ColumnEncryption.FOOTER_KEY))
              .codec(codec)
              .checksums(false)
              .dictionary(codec == CompressionCodec.SNAPPY)
              .pageRows(8)
              .rowGroupRows(ROWS / 2)
              .build();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (RowParquetWriter writer = RowParquetWriter.open(out, "", NumberedRows.TYPE, options)) {
        for (int id = first; id < first + ROWS; id++) {
          writer.write(row(id));
        }
        writer.finish();
      }
      return out.toByteArray();
    }

    boolean protectsPages() {
      return algorithm == EncryptionAlgorithm.AES_GCM_V1;
    }
  }

  /** As {@link NumberedRows} has it. */
  private static RowData row(int id) {
    Integer[] counts = new Integer[Math.max(0, id % 5 - 1)];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = i == 1 ? null : Integer.valueOf(id + i);
    }
    return GenericRowData.of(
        (long) id,
        id % 7 == 0 ? null : StringData.fromString(NumberedRows.name(id)),
        id % 5 == 0 ? null : new GenericArrayData(counts));
  }

  static Stream<Mode> modes() {
    List<Mode> modes = new ArrayList<>();
    for (EncryptionAlgorithm algorithm : EncryptionAlgorithm.values()) {
      for (boolean plaintextFooter : new boolean[] {false, true}) {
        for (PageVersion version : PageVersion.values()) {
          modes.add(new Mode(algorithm, plaintextFooter, version, CompressionCodec.UNCOMPRESSED));
          modes.add(new Mode(algorithm, plaintextFooter, version, CompressionCodec.SNAPPY));
        }
      }
    }
    return modes.stream();
  }

  private interface Mutation {
    EncryptedModules apply(EncryptedModules file, EncryptedModules other, Random random)
        throws IOException;
  }

  private static final List<Mutation> OF_MODULES =
      List.of(
          (file, other, random) -> {
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            return file.with(
                all -> {
                  int at = EncryptedModules.any(all, random);
                  all.set(at, EncryptedModules.withLength(all.get(at), length));
                });
          },
          (file, other, random) ->
              file.with(
                  all -> {
                    int at = EncryptedModules.any(all, random);
                    int bytes = Integer.BYTES + random.nextInt(all.get(at).length);
                    all.set(at, EncryptedModules.cutTo(all.get(at), bytes));
                  }),
          (file, other, random) ->
              file.with(
                  all ->
                      Collections.swap(
                          all,
                          EncryptedModules.any(all, random),
                          EncryptedModules.any(all, random))),
          MutatedEncryptedFilesGiveTheirRowsOrAReasonTest::swappedPages,
          (file, other, random) -> file.with(all -> all.remove(EncryptedModules.any(all, random))),
          (file, other, random) ->
              file.with(
                  all -> {
                    int at = EncryptedModules.any(all, random);
                    all.add(at, all.get(at));
                  }),
          (file, other, random) ->
              file.with(
                  all -> {
                    int at = random.nextInt(Math.min(all.size(), other.modules().size()));
                    all.set(at, other.modules().get(at));
                  }),
          (file, other, random) ->
              file.with(
                  all ->
                      all.set(
                          EncryptedModules.any(all, random),
                          other.modules().get(EncryptedModules.any(other.modules(), random)))));

  /** Header and page, of whatever columns and row groups. */
  private static EncryptedModules swappedPages(
      EncryptedModules file, EncryptedModules other, Random random) {
    return file.with(
        all -> {
          int one = random.nextInt(all.size() / 2 - 1) * 2;
          int two = random.nextInt(all.size() / 2 - 1) * 2;
          Collections.swap(all, one, two);
          Collections.swap(all, one + 1, two + 1);
        });
  }

  private static final Consumer<org.apache.parquet.format.EncryptionAlgorithm> SWAPPED_ALGORITHM =
      algorithm -> {
        if (algorithm.isSetAES_GCM_V1()) {
          AesGcmV1 gcm = algorithm.getAES_GCM_V1();
          AesGcmCtrV1 ctr = new AesGcmCtrV1();
          ctr.setAad_file_unique(gcm.getAad_file_unique());
          ctr.setAad_prefix(gcm.getAad_prefix());
          algorithm.setAES_GCM_CTR_V1(ctr);
        } else {
          AesGcmCtrV1 ctr = algorithm.getAES_GCM_CTR_V1();
          AesGcmV1 gcm = new AesGcmV1();
          gcm.setAad_file_unique(ctr.getAad_file_unique());
          gcm.setAad_prefix(ctr.getAad_prefix());
          algorithm.setAES_GCM_V1(gcm);
        }
      };

  private static final List<Mutation> OF_METADATA =
      List.of(
          (file, other, random) -> file.withEnd(other.end()),
          (file, other, random) -> {
            byte[] end = file.end().clone();
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            for (int i = 0; i < Integer.BYTES; i++) {
              end[end.length - 8 + i] = (byte) (length >>> (8 * i));
            }
            return file.withEnd(end);
          },
          (file, other, random) -> file.withAlgorithm(SWAPPED_ALGORITHM),
          (file, other, random) ->
              file.withAlgorithm(
                  algorithm -> {
                    byte[] prefix = random.nextBoolean() ? null : new byte[random.nextInt(9)];
                    if (algorithm.isSetAES_GCM_V1()) {
                      algorithm.getAES_GCM_V1().setAad_prefix(prefix);
                    } else {
                      algorithm.getAES_GCM_CTR_V1().setAad_prefix(prefix);
                    }
                  }),
          (file, other, random) ->
              file.withAlgorithm(
                  algorithm -> {
                    byte[] identifier = new byte[random.nextInt(20)];
                    if (algorithm.isSetAES_GCM_V1()) {
                      algorithm.getAES_GCM_V1().setAad_file_unique(identifier);
                    } else {
                      algorithm.getAES_GCM_CTR_V1().setAad_file_unique(identifier);
                    }
                  }),
          (file, other, random) ->
              file.hasPlaintextFooter()
                  ? file.withFooter(footer -> mutate(footer, random))
                  : file.withCrypto(crypto -> crypto.setKey_metadata(new byte[] {1, -1})));

  private static void mutate(FileMetaData footer, Random random) {
    List<ColumnChunk> chunks = footer.getRow_groups().get(random.nextInt(2)).getColumns();
    ColumnChunk chunk = chunks.get(random.nextInt(3));
    switch (random.nextInt(10)) {
      case 0 -> footer.setFooter_signing_key_metadata((byte[]) null);
      case 1 -> chunk.unsetCrypto_metadata();
      case 2 -> chunk.setCrypto_metadata(chunks.get(random.nextInt(3)).getCrypto_metadata());
      case 3 -> chunk.unsetEncrypted_column_metadata();
      case 4 ->
          chunk.setEncrypted_column_metadata(
              chunks.get(random.nextInt(3)).getEncrypted_column_metadata());
      case 5 -> chunk.setEncrypted_column_metadata(new byte[random.nextInt(40)]);
      case 6 -> chunk.unsetMeta_data();
      case 7 -> Collections.swap(footer.getRow_groups(), 0, 1);
      case 8 -> Collections.swap(chunks, random.nextInt(3), random.nextInt(3));
      default -> footer.getRow_groups().get(0).setNum_rows(random.nextInt(ROWS));
    }
  }

  private static byte[] changedBytes(byte[] file, Random random) {
    byte[] changed = file.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(file, random.nextInt(file.length));
      case 1 -> {
        int from = random.nextInt(file.length);
        Arrays.fill(changed, from, Math.min(file.length, from + random.nextInt(200)), (byte) 0xff);
        yield changed;
      }
      default -> changed;
    };
  }

  @ParameterizedTest
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  @MethodSource("modes")
  void changedTheyGiveTheirRowsOrAReason(Mode mode) throws Exception {
    byte[] whole = mode.file(0);
    EncryptedModules file = EncryptedModules.of(whole);
    EncryptedModules other = EncryptedModules.of(mode.file(0));
    assertThat(file.file()).isEqualTo(whole);
    assertThat(refusal(Files.write(path(), whole), new TestKeys(), true, 0)).isNull();
    Random random = new Random(mode.toString().hashCode());
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      boolean ofModules = round % 3 == 0;
      byte[] mutated =
          switch (round % 3) {
            case 0 -> any(OF_MODULES, random).apply(file, other, random).file();
            case 1 -> any(OF_METADATA, random).apply(file, other, random).file();
            default -> changedBytes(whole, random);
          };
      Files.write(path(), mutated);
      Exception refusal = refusal(path(), new TestKeys(), mode.protectsPages(), round);
      if (refusal != null) {
        refused++;
        assertThat(refusal).as("round %d", round).hasMessageContaining("mutated.parquet");
        if (ofModules) {
          assertThat(refusal.getMessage())
              .as("round %d", round)
              .containsPattern(
                  "(?i)(page \\d+|dictionary page|metadata|chunk|column).* '(id|name|counts)");
        }
      }
      // Nobody verifies the footer.
      refusal(path(), new ColumnKeysOnly(), false, round);
      check(path(), round);
    }
    assertThat(refused).isGreaterThan(ROUNDS / 2);
  }

  /** A file says its algorithm in clear, and without levels nothing else of a page is checked. */
  @ParameterizedTest
  @MethodSource("modes")
  void aFileThatNamesTheOtherAlgorithmIsRefused(Mode mode) throws Exception {
    EncryptedModules file = EncryptedModules.of(mode.file(0)).withAlgorithm(SWAPPED_ALGORITHM);
    Files.write(path(), file.file());
    for (String column : List.of("id", "name", "counts")) {
      RowType type =
          RowType.of(
              new LogicalType[] {
                NumberedRows.TYPE.getTypeAt(NumberedRows.TYPE.getFieldIndex(column))
              },
              new String[] {column});
      ParquetRowFormat format =
          Splits.format(type).withDecryption(files -> files.keyProvider(new TestKeys()));
      assertThatThrownBy(() -> Splits.read(Splits.whole(path()), format))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("mutated.parquet");
    }
  }

  private static <T> T any(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  /** Has no key for the footer, and takes metadata for what it is not. */
  private static final class ColumnKeysOnly implements EncryptionKeyProvider {
    private static final long serialVersionUID = 1L;

    @Override
    public EncryptionKey footerKey() {
      throw new IllegalStateException("Readers ask with metadata");
    }

    @Override
    public EncryptionKey footerKey(@Nullable byte[] metadata) {
      return null;
    }

    @Override
    public EncryptionKey columnKey(ColumnPath column, @Nullable byte[] metadata) {
      return new EncryptionKey(TestKeys.bytes(new String(metadata, StandardCharsets.UTF_8), 16));
    }
  }

  private Path path() {
    return directory.resolve("mutated.parquet");
  }

  /** Null if it is read. */
  private static Exception refusal(
      Path file, EncryptionKeyProvider keys, boolean exact, int round) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      ParquetRowFormat format =
          Splits.format(NumberedRows.TYPE)
              .withLimits(LIMITS)
              .withDecryption(files -> files.keyProvider(keys));
      List<RowData> rows = Splits.read(Splits.whole(file), format);
      if (exact) {
        assertThat(NumberedRows.ids(rows))
            .as("round %d", round)
            .containsExactlyElementsOf(LongStream.range(0, ROWS).boxed().toList());
      }
      return null;
    } catch (IOException | UnsupportedOperationException e) {
      return e;
    } catch (RuntimeException e) {
      throw new AssertionError("Round %d".formatted(round), e);
    } finally {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("round %d", round)
          .isLessThan(MOST_ALLOCATED);
    }
  }

  /** As written files are verified. */
  private static void check(Path file, int round) {
    try (ParquetInput input =
        FileSystemInput.open(new org.apache.flink.core.fs.Path(file.toUri()))) {
      FileCheck.check(input, ROWS, 2, new DecryptionSettings(new TestKeys(), null, false));
    } catch (IOException | UnsupportedOperationException e) {
      assertThat(e).as("round %d", round).hasMessageContaining("mutated.parquet");
    } catch (RuntimeException e) {
      throw new AssertionError("Round %d".formatted(round), e);
    }
  }
}
