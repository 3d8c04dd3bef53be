package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.InMemoryStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decimals of 32 and 64 bits, which Arrow for Java does not know, are decoded as those of 128 bits
 * that pyarrow sends of the same values: alone, nested, in dictionaries and in run ends.
 */
class NarrowDecimalsAreDecodedTest {

  private static final DecodeLimits LIMITS = DecodeLimits.defaults();
  private static final int LARGEST = 999_999_999;

  private static byte[] resource(String name) throws IOException {
    try (var in = NarrowDecimalsAreDecodedTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static byte[] narrow() throws IOException {
    return resource("pyarrow-decimals-narrow.arrows");
  }

  private static List<RecordBatch> wide() throws Exception {
    return ArrowIpc.readStream(resource("pyarrow-decimals-wide.arrows"), LIMITS);
  }

  private static byte[] file(List<RecordBatch> batches) throws IOException {
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer =
        ArrowParquetWriterFactory.forBatches(batches.get(0).schema(), WriterOptions.defaults())
            .create(stream);
    for (RecordBatch batch : batches) {
      writer.addElement(batch);
    }
    writer.finish();
    return stream.toByteArray();
  }

  @Test
  void theSchemaIsThatOfTheWideOnes() throws Exception {
    Schema schema = ArrowIpc.readStream(narrow(), LIMITS).get(0).schema();

    assertThat(schema).isEqualTo(wide().get(0).schema());
  }

  @Test
  void theParquetFileIsThatOfTheWideOnes() throws Exception {
    List<RecordBatch> batches = ArrowIpc.readStream(narrow(), LIMITS);

    assertThat(file(batches)).isEqualTo(file(wide()));
    assertThat(ArrowIpc.readFile(resource("pyarrow-decimals-narrow.arrow"), LIMITS))
        .isEqualTo(batches);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExpectedSchemaHasThemWide(boolean asFile) throws Exception {
    byte[] payload = asFile ? resource("pyarrow-decimals-narrow.arrow") : narrow();
    var decoder = ArrowIpcDeserializationSchema.of(wide().get(0).schema());

    for (int i = 0; i < 2; i++) {
      assertThat(file(decoder.decode(payload))).isEqualTo(file(wide()));
    }
  }

  /** Both have the same schema once they are decoded, and must not be taken for one another. */
  @Test
  void payloadsOfBothWidthsMayTakeTurns() throws Exception {
    var decoder = ArrowIpcDeserializationSchema.of(wide().get(0).schema());

    for (String name : List.of("narrow", "wide", "narrow")) {
      byte[] payload = resource("pyarrow-decimals-%s.arrows".formatted(name));
      assertThat(file(decoder.decode(payload))).as(name).isEqualTo(file(wide()));
    }
  }

  @Test
  void theyBecomeWhatThePolicyWidensThemTo() throws Exception {
    Schema wanted =
        new Schema(
            wide().get(0).schema().getFields().stream()
                .map(
                    field ->
                        field.getName().equals("a")
                            ? Field.nullable("a", new ArrowType.Decimal(12, 2, 128))
                            : field)
                .toList());
    var decoder = ArrowIpcDeserializationSchema.of(wanted).withSchemaPolicy(SchemaPolicy.WIDENING);

    List<RecordBatch> batches = decoder.decode(narrow());

    assertThat(batches.get(0).schema()).isEqualTo(wanted);
    assertThat(file(batches))
        .isEqualTo(file(decoder.decode(resource("pyarrow-decimals-wide.arrows"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void theWideOnesAreChargedFor(int bits) throws Exception {
    int rows = 1000;
    Field field = Field.nullable("a", new ArrowType.Decimal(9, 2, bits));
    byte[] message =
        new HandMade(rows).node(rows, 0).none().bytes(new int[rows * bits / 8]).message();
    byte[] payload = HandMade.stream(new Schema(List.of(field)), message);
    int wide = rows * 16;
    DecodeLimits enough =
        DecodeLimits.builder().maximumDecodedBytes(wide + rows * bits / 8 + 1000).build();
    DecodeLimits few = DecodeLimits.builder().maximumDecodedBytes(wide + rows).build();

    assertThat(ArrowIpc.readStream(payload, enough).get(0).rowCount()).isEqualTo(rows);
    assertThatThrownBy(() -> ArrowIpc.readStream(payload, few))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("raise DecodeLimits.maximumDecodedBytes");
  }

  @Test
  void moreDigitsThanDeclaredAreRefused() throws Exception {
    byte[] payload = narrow();
    ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    int position = 0;
    while (bytes.getInt(position) != LARGEST) {
      position += Integer.BYTES;
    }
    bytes.putInt(position, LARGEST + 1);

    assertThatThrownBy(() -> ArrowIpc.readStream(payload, LIMITS))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("has at slot 3 a decimal of more than 9 digits");
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void moreDigitsThanTheBitsHoldAreRefused(int bits) {
    int digits = bits == 32 ? 10 : 19;
    Schema schema =
        new Schema(List.of(Field.nullable("a", new ArrowType.Decimal(digits, 0, bits))));
    byte[] payload = HandMade.stream(schema);

    assertThatThrownBy(() -> ArrowIpc.readStream(payload, LIMITS))
        .hasMessageContaining("a decimal of %d bits with %d digits".formatted(bits, digits));
  }

  /** No batch could have it: vectors of 32 bits do not exist. */
  @Test
  void nobodyCanExpectThemNarrow() {
    Schema schema = new Schema(List.of(Field.nullable("price", new ArrowType.Decimal(9, 2, 32))));

    assertThatThrownBy(() -> ArrowIpcDeserializationSchema.of(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("price")
        .hasMessageContaining("128 bits");
  }
}
