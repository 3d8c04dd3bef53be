package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.RowsOfBatches;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of parquet-java come back as it reads them itself, as batches and as rows: all types, flat
 * and nested, in all encodings that it can be told to use, all codecs and both page versions.
 * {@link io.flinkarrow.parquet.assemble.FilesOfAnyWriterBecomeBatchesTest} has the shapes of old
 * files.
 */
class FilesOfParquetJavaAreReadTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message rows {
            required boolean truth;
            optional boolean maybe;
            optional int32 i32;
            required int32 i8 (INTEGER(8,true));
            optional int32 u16 (INTEGER(16,false));
            optional int32 u32 (INTEGER(32,false));
            required int64 i64;
            optional int64 u64 (INTEGER(64,false));
            optional float single;
            required double double;
            optional binary string (STRING);
            required binary bytes;
            optional fixed_len_byte_array(7) fixed;
            optional fixed_len_byte_array(2) half (FLOAT16);
            optional int32 decimal9 (DECIMAL(9,2));
            optional int64 decimal18 (DECIMAL(18,3));
            optional fixed_len_byte_array(16) decimal38 (DECIMAL(38,4));
            optional binary decimal20 (DECIMAL(20,0));
            optional int32 date (DATE);
            optional int32 millis (TIME(MILLIS,true));
            optional int64 micros (TIME(MICROS,false));
            optional int64 instant (TIMESTAMP(MICROS,true));
            required int64 local (TIMESTAMP(NANOS,false));
            optional fixed_len_byte_array(16) id (UUID);
            optional binary json (JSON);
            optional group list (LIST) { repeated group list { optional int64 element; } }
            required group lists (LIST) {
              repeated group list {
                optional group element (LIST) {
                  repeated group list { required binary element (STRING); }
                }
              }
            }
            optional group map (MAP) {
              repeated group key_value {
                required int64 key;
                optional group value { optional double a; required int32 b; }
              }
            }
            optional group struct {
              required int32 a;
              optional group b { optional binary c (STRING); optional boolean d; }
            }
          }
          """);

  @TempDir Path directory;

  /**
   * How a file is written.
   *
   * @param dictionary whether columns begin with one; it fills up soon
   */
  private record Options(
      WriterVersion version,
      CompressionCodecName codec,
      boolean dictionary,
      boolean byteStreamSplit,
      int rows) {}

  static Stream<Options> options() {
    List<Options> all = new ArrayList<>();
    for (WriterVersion version : WriterVersion.values()) {
      for (boolean dictionary : new boolean[] {true, false}) {
        for (boolean byteStreamSplit : new boolean[] {true, false}) {
          CompressionCodecName codec =
              dictionary ? CompressionCodecName.ZSTD : CompressionCodecName.UNCOMPRESSED;
          all.add(new Options(version, codec, dictionary, byteStreamSplit, EXTENDED ? 5_000 : 400));
        }
      }
      all.add(new Options(version, CompressionCodecName.SNAPPY, true, false, 0));
      for (CompressionCodecName codec :
          List.of(
              CompressionCodecName.SNAPPY,
              CompressionCodecName.GZIP,
              CompressionCodecName.LZ4_RAW)) {
        all.add(new Options(version, codec, true, false, 100));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("options")
  void comeBackAsBatchesAndRows(Options options) throws Exception {
    Path file = write(options);
    List<Map<String, Object>> expected = ParquetJavaReader.read(file);
    assertThat(expected).hasSize(options.rows());
    assertThat(RowsOfBatches.of(file)).isEqualTo(expected);

    // Flink has DECIMAL(20, 0) for it, which has other values.
    expected.forEach(row -> row.remove("u64"));
    RowType type = withoutField("u64", ArrowAsRowType.of(RowsOfBatches.schema(file)));
    assertThat(type.getFieldCount()).isGreaterThan(20);
    expected.forEach(row -> row.keySet().retainAll(type.getFieldNames()));
    assertThat(RowValues.of(Splits.read(file, type), type)).isEqualTo(expected);
  }

  private static RowType withoutField(String name, RowType type) {
    return new RowType(
        false, type.getFields().stream().filter(field -> !field.getName().equals(name)).toList());
  }

  private Path write(Options options) throws IOException {
    Path file = directory.resolve("parquet-java.parquet");
    Random random = new Random(options.toString().hashCode());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withWriterVersion(options.version())
            .withCompressionCodec(options.codec())
            .withDictionaryEncoding(options.dictionary())
            .withDictionaryPageSize(600)
            .withByteStreamSplitEncoding(options.byteStreamSplit())
            .withMinRowCountForPageSizeCheck(10)
            .withMaxRowCountForPageSizeCheck(10)
            .withPageSize(500)
            .withRowGroupRowCountLimit(150)
            .build()) {
      for (int row = 0; row < options.rows(); row++) {
        Group group = new SimpleGroup(SCHEMA);
        // Some pages have nulls only.
        fill(group, SCHEMA, row % 100 > 60 ? 0 : 4, random);
        writer.write(group);
      }
    }
    return file;
  }

  /**
   * Fills a group.
   *
   * @param often one of so many optional fields is null; 0 for all of them
   */
  private static void fill(Group group, GroupType type, int often, Random random) {
    for (Type field : type.getFields()) {
      int count =
          switch (field.getRepetition()) {
            case REQUIRED -> 1;
            case OPTIONAL -> often == 0 || random.nextInt(often) == 0 ? 0 : 1;
            case REPEATED -> random.nextInt(4);
          };
      for (int i = 0; i < count; i++) {
        if (field.isPrimitive()) {
          add(group, field.asPrimitiveType(), random);
        } else {
          fill(group.addGroup(field.getName()), field.asGroupType(), often, random);
        }
      }
    }
  }

  private static void add(Group group, PrimitiveType type, Random random) {
    String name = type.getName();
    // Few values repeat, as dictionaries like it, and many do not.
    boolean once = name.equals("key") || random.nextInt(3) == 0;
    long number = once ? random.nextLong() : random.nextInt(9) - 4;
    switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> group.add(name, random.nextInt(5) == 0);
      case INT32 -> group.add(name, (int) within(number, type));
      case INT64 -> group.add(name, within(number, type));
      case FLOAT -> group.add(name, Float.intBitsToFloat((int) number));
      case DOUBLE -> group.add(name, Double.longBitsToDouble(number));
      case BINARY -> group.add(name, Binary.fromConstantByteArray(bytes(type, number, random)));
      case FIXED_LEN_BYTE_ARRAY -> {
        byte[] bytes = new byte[type.getTypeLength()];
        // Decimals of 38 digits have fewer bits.
        for (int i = 1; i < bytes.length; i++) {
          bytes[i] = (byte) (number >>> (8 * (i % 8)));
        }
        group.add(name, Binary.fromConstantByteArray(bytes));
      }
      case INT96 -> throw new IllegalArgumentException("INT96 is tested elsewhere");
    }
  }

  private static long within(long number, PrimitiveType type) {
    if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
      return number % (long) Math.pow(10, decimal.getPrecision());
    }
    return switch (type.getName()) {
      case "i8" -> (byte) number;
      case "u16" -> number & 0xffff;
      case "millis" -> Math.floorMod(number, 86_400_000);
      case "micros" -> Math.floorMod(number, 86_400_000_000L);
      case "date" -> number % 100_000;
      default -> number;
    };
  }

  private static byte[] bytes(PrimitiveType type, long number, Random random) {
    if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation) {
      return BigInteger.valueOf(number).toByteArray();
    }
    String text = type.getName().equals("json") ? "{\"n\": %d}" : "text %d ü";
    return (text.formatted(number) + " ".repeat(random.nextInt(3)))
        .getBytes(StandardCharsets.UTF_8);
  }
}
