package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.InMemoryStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Payloads of producers that were changed one after the other, in one stream, end up in one file in
 * which DuckDB finds every value.
 */
class ProducersOfAllVersionsShareAFileTest {

  private static final Schema TABLE =
      new Schema(
          List.of(
              Field.nullable("id", new ArrowType.Int(64, true)),
              Field.nullable("city", new ArrowType.Utf8()),
              Field.nullable("price", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));
  private static final String LONG_NAME = "Llanfairpwllgwyngyll";

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();

  /** Integers of few bits, no prices. */
  private byte[] first() {
    UInt1Vector id = new UInt1Vector("id", allocator);
    id.setSafe(0, 1);
    id.setSafe(1, 200);
    VarCharVector city = new VarCharVector("city", allocator);
    city.setSafe(0, bytes("Oslo"));
    city.setNull(1);
    return payload(2, new MapDictionaryProvider(), id, city);
  }

  /** Another order, and a dictionary. */
  private byte[] second() {
    IntVector id = new IntVector("id", allocator);
    id.setSafe(0, 3);
    id.setSafe(1, 4);
    VarCharVector names = new VarCharVector("names", allocator);
    names.setSafe(0, bytes("Rom"));
    names.setValueCount(1);
    DictionaryEncoding encoding = new DictionaryEncoding(9, false, new ArrowType.Int(8, true));
    Dictionary dictionary = new Dictionary(names, encoding);
    try (VarCharVector plain = new VarCharVector("city", allocator)) {
      plain.setSafe(0, bytes("Rom"));
      plain.setNull(1);
      plain.setValueCount(2);
      FieldVector city = (FieldVector) DictionaryEncoder.encode(plain, dictionary);
      MapDictionaryProvider provider = new MapDictionaryProvider(dictionary);
      byte[] payload = payload(2, provider, city, id);
      provider.close();
      return payload;
    }
  }

  /** Views, and prices of single precision. */
  private byte[] third() {
    Float4Vector price = new Float4Vector("price", allocator);
    price.setSafe(0, 1.5f);
    price.setNull(1);
    ViewVarCharVector city = new ViewVarCharVector("city", allocator);
    city.setSafe(0, bytes(LONG_NAME));
    city.setSafe(1, bytes("Wien"));
    BigIntVector id = new BigIntVector("id", allocator);
    id.setSafe(0, 1L << 40);
    id.setSafe(1, -5);
    return payload(2, new MapDictionaryProvider(), price, city, id);
  }

  /** As the table is. */
  private byte[] fourth() {
    BigIntVector id = new BigIntVector("id", allocator);
    id.setSafe(0, 7);
    VarCharVector city = new VarCharVector("city", allocator);
    city.setSafe(0, bytes("Bonn"));
    Float8Vector price = new Float8Vector("price", allocator);
    price.setSafe(0, 0.1);
    return payload(1, new MapDictionaryProvider(), id, city, price);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Each batch comes twice, see {@link ArrowJavaWriters}. */
  private static byte[] payload(
      int rows, MapDictionaryProvider dictionaries, FieldVector... vectors) {
    List<FieldVector> columns = List.of(vectors);
    columns.forEach(vector -> vector.setValueCount(rows));
    try (VectorSchemaRoot root = new VectorSchemaRoot(columns)) {
      return ArrowJavaWriters.stream(root, dictionaries);
    }
  }

  @Test
  void everyValueOfEveryProducerIsInTheFile() throws Exception {
    var table = ArrowIpcDeserializationSchema.of(TABLE).withSchemaPolicy(SchemaPolicy.WIDENING);
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer =
        ArrowParquetWriterFactory.forBatches(TABLE, WriterOptions.defaults()).create(stream);
    for (byte[] payload : List.of(first(), second(), third(), fourth(), first())) {
      for (RecordBatch batch : table.decode(payload)) {
        writer.addElement(batch);
      }
    }
    writer.finish();
    Path file = Files.write(directory.resolve("all.parquet"), stream.toByteArray());
    List<List<Object>> once =
        List.of(
            Arrays.asList(-5L, "Wien", null),
            Arrays.asList(3L, "Rom", null),
            Arrays.asList(4L, null, null),
            Arrays.asList(7L, "Bonn", 0.1),
            Arrays.asList(1L << 40, LONG_NAME, 1.5));
    List<List<Object>> expected = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      expected.addAll(once);
    }
    for (int i = 0; i < 4; i++) {
      expected.add(Arrays.asList(1L, "Oslo", null));
      expected.add(Arrays.asList(200L, null, null));
    }
    assertThat(DuckDbReader.query("SELECT id, city, price FROM " + DuckDbReader.table(file)))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }
}
