package io.flinkarrow.parquet;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.PageFacts;
import io.flinkarrow.testing.PageWalk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.Encoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The values of a row larger than a page are looked up while they come, those of a smaller one when
 * the page is sealed. The file is the same.
 */
class HugeRowsAreEncodedAsOthersTest {

  private static final int ELEMENTS = 400_000;
  private static final int LATE = 350_000;

  @ParameterizedTest
  @CsvSource({
    "COMPATIBLE, 200, 200, RLE_DICTIONARY",
    "COMPATIBLE, 200, 1000, RLE_DICTIONARY",
    "COMPATIBLE, 100000, 100000, RLE_DICTIONARY",
    "COMPATIBLE, 2147483647, 2147483647, PLAIN",
    "COMPATIBLE, 200000, 2147483647, PLAIN",
    "COMPACT, 200, 1000, BYTE_STREAM_SPLIT",
  })
  void whereverTheDictionaryIsFull(
      WriterProfile profile, int distinct, int distinctLate, Encoding encoding) throws IOException {
    Random random = new Random(1);
    int[] values = new int[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
      values[i] = random.nextInt(i < LATE ? distinct : distinctLate);
    }
    WriterOptions.Builder options = WriterOptions.builder().profile(profile);
    byte[] early = file(options.build(), i -> values[i]);
    byte[] late = file(options.pageBytes(8 * ELEMENTS).build(), i -> values[i]);
    assertThat(early).isEqualTo(late);
    ChunkFacts chunk = PageWalk.walk(early, PageWalk.Rules.OURS).chunks().get(0);
    assertThat(chunk.pages()).extracting(PageFacts::encoding).containsExactly(encoding);
  }

  private static byte[] file(WriterOptions options, IntUnaryOperator value) throws IOException {
    Field element = new Field("element", FieldType.nullable(new ArrowType.Int(32, true)), null);
    Schema schema =
        new Schema(
            List.of(new Field("l", FieldType.nullable(new ArrowType.List()), List.of(element))));
    ByteBuffer none = ByteBuffer.allocate(0).order(LITTLE_ENDIAN);
    ByteBuffer offsets = ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putInt(4, ELEMENTS);
    ByteBuffer values = ByteBuffer.allocate(Integer.BYTES * ELEMENTS).order(LITTLE_ENDIAN);
    for (int i = 0; i < ELEMENTS; i++) {
      values.putInt(Integer.BYTES * i, value.applyAsInt(i));
    }
    BatchBuffers batch =
        new BatchBuffers(
            1,
            new int[] {1, ELEMENTS},
            new int[] {0, 0},
            new ByteBuffer[] {none, offsets, none, values},
            Map.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      writer.write(batch);
      writer.finish();
    }
    return out.toByteArray();
  }
}
