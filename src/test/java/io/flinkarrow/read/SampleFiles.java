package io.flinkarrow.read;

import io.flinkarrow.parquet.RandomFile;
import io.flinkarrow.parquet.RandomOptions;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.RandomSchemas;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Small good files of many kinds. */
final class SampleFiles {

  private static final int COLUMNS = 4;

  private SampleFiles() {}

  /**
   * A file of our writer with random options. Twenty in a row have every type, every codec and
   * every kind of encryption.
   */
  static SampleFile ours(int number, Path directory) throws IOException {
    Random random = new Random(number);
    boolean encrypted = number % 4 == 3;
    Path path = directory.resolve("ours-%d.parquet".formatted(number));
    RandomFile.write(
        path,
        number,
        schemas -> schema(schemas, number, random),
        (Schema schema) -> {
          WriterOptions.Builder options =
              RandomOptions.of(schema, number).codec(codec(number)).rowGroupRows(15).pageRows(6);
          return (encrypted ? encrypted(options, number / 4, random) : options).build();
        },
        13,
        9);
    return SampleFile.of(path, encrypted ? new TestKeys() : null, random);
  }

  private static CompressionCodec codec(int number) {
    CompressionCodec[] codecs = CompressionCodec.values();
    return number % 2 == 0 ? CompressionCodec.UNCOMPRESSED : codecs[number / 2 % codecs.length];
  }

  private static Schema schema(RandomSchemas schemas, int number, Random random) {
    List<FieldType> leaves = new ArrayList<>(TypeCatalogue.leaves(schemas).values());
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      FieldType leaf = leaves.get((number * COLUMNS + i) % leaves.size());
      Nesting nesting =
          Nesting.values()[random.nextInt(2) * random.nextInt(Nesting.values().length)];
      fields.add(TypeCatalogue.column("c" + i, leaf, random.nextInt(3) > 0, nesting));
    }
    return new Schema(fields);
  }

  private static WriterOptions.Builder encrypted(
      WriterOptions.Builder options, int number, Random random) {
    ColumnEncryption[] kinds = ColumnEncryption.values();
    return options
        .encryption(
            files ->
                files
                    .keyProvider(new TestKeys())
                    .algorithm(EncryptionAlgorithm.values()[number % 2])
                    .plaintextFooter(number / 2 % 2 == 0))
        .columns(all -> all.encryption(kinds[random.nextInt(kinds.length)]));
  }

  /** Files of other writers. */
  static List<SampleFile> foreign(Path directory) throws Exception {
    Random random = new Random(1);
    List<SampleFile> files = new ArrayList<>();
    for (String name :
        List.of("pyarrow-encodings-v1", "pyarrow-encodings-v2", "pyarrow-types", "lists")) {
      files.add(SampleFile.of(TestFiles.find(name + ".parquet"), null, random));
    }
    for (String name : List.of("pyarrow-gcm-v1", "pyarrow-ctr-v2")) {
      files.add(
          SampleFile.of(
              TestFiles.find(name + ".parquet"),
              () -> new EncryptionKey("0123456789abcdef".getBytes(StandardCharsets.UTF_8)),
              random));
    }
    for (String version : List.of("V1", "V2")) {
      files.add(SampleFile.of(duckDb(version, directory), null, random));
    }
    for (WriterVersion version : WriterVersion.values()) {
      Path file = directory.resolve("parquet-java-%s.parquet".formatted(version));
      NumberedRows.write(file, 60, version, CompressionCodecName.UNCOMPRESSED, null);
      files.add(SampleFile.of(file, null, random));
    }
    return files;
  }

  private static Path duckDb(String version, Path directory) throws SQLException {
    Path file = directory.resolve("duckdb-%s.parquet".formatted(version));
    DuckDbReader.execute(
        """
        COPY (SELECT i, i %% 3 = 0 AS flag, (i * 7)::SMALLINT AS small, i / 7 AS number,
                     CASE WHEN i %% 5 <> 0 THEN 'text ' || (i %% 9) END AS text,
                     (i - 25)::DECIMAL(30, 4) AS amount, (i || 'x')::BLOB AS bytes,
                     TIMESTAMP '2024-01-01' + to_microseconds(i * 7919) AS time,
                     CASE WHEN i %% 4 <> 0 THEN range(i %% 4 - 1) END AS list,
                     {'a': i, 'b': ['b' || i, NULL]} AS "row", MAP {'k' || (i %% 9): i} AS map,
                     uuid() AS id, INTERVAL (i) DAY AS days
              FROM range(40) t(i))
        TO '%s' (FORMAT parquet, PARQUET_VERSION %s, COMPRESSION %s, ROW_GROUP_SIZE 20)
        """
            .formatted(file, version, version.equals("V1") ? "uncompressed" : "zstd"));
    return file;
  }
}
