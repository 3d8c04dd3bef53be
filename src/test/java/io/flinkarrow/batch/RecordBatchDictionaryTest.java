package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches carry their dictionaries whole, and equal dictionaries are kept once. */
class RecordBatchDictionaryTest {

  private static final List<String> CITIES = List.of("Oslo", "Rom", "Paris");

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  @Test
  void valuesComeBackThroughTheirDictionary() {
    RecordBatch batch = SampleDictionaries.batch(CITIES, 6, allocator);
    assertThat(decode(batch)).containsExactly("Oslo", "Rom", "Paris", "null", "Rom", "Paris");
  }

  @Test
  void theSchemaIsInMessageFormat() {
    RecordBatch batch = SampleDictionaries.batch(CITIES, 6, allocator);
    Field field = batch.schema().getFields().get(0);
    assertThat(field.getType()).isEqualTo(new ArrowType.Utf8());
    assertThat(field.getDictionary()).isEqualTo(SampleDictionaries.ENCODING);
    try (var sample = SampleDictionaries.of(CITIES, 1, allocator)) {
      assertThat(RecordBatchTypeInfo.of(sample.root().getSchema(), sample.provider()))
          .isEqualTo(RecordBatchTypeInfo.of(batch.schema()));
    }
  }

  @Test
  void aDictionaryEncodedColumnWithoutItsDictionaryIsRefused() {
    try (var sample = SampleDictionaries.of(CITIES, 6, allocator)) {
      assertThatThrownBy(() -> RecordBatch.copyOf(sample.root()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Field city is dictionary-encoded with id 5");
    }
  }

  @Test
  void batchesOfOneSplitShareTheDictionary() {
    try (var sample = SampleDictionaries.of(CITIES, 1000, allocator)) {
      List<RecordBatch> batches = RecordBatch.split(sample.root(), sample.provider(), 200);
      assertThat(batches).hasSizeGreaterThan(3);
      assertThat(batches)
          .allMatch(batch -> batch.dictionaries().get(0) == batches.get(0).dictionaries().get(0));
      List<String> rows = new ArrayList<>();
      batches.forEach(batch -> rows.addAll(decode(batch)));
      assertThat(rows).isEqualTo(decode(RecordBatch.copyOf(sample.root(), sample.provider())));
    }
  }

  @Test
  void equalDictionariesHaveEqualHashesAndOthersNot() {
    DictionaryBatch one = SampleDictionaries.batch(CITIES, 6, allocator).dictionaries().get(0);
    DictionaryBatch same = SampleDictionaries.batch(CITIES, 9, allocator).dictionaries().get(0);
    DictionaryBatch moved =
        SampleDictionaries.batch(List.of("Oslo", "RomP", "aris"), 6, allocator)
            .dictionaries()
            .get(0);
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(moved);
    assertThat(one.contentHash()).isEqualTo(same.contentHash()).isNotEqualTo(moved.contentHash());
    assertThat(one.size()).isEqualTo(3);
    assertThat(one.nullCount()).isZero();
  }

  @Test
  void equalDictionariesAreOneObjectAfterDeserialization() throws IOException {
    List<String> many = IntStream.range(0, 100).mapToObj(i -> "x".repeat(500) + i).toList();
    List<String> other = new ArrayList<>(many);
    other.set(99, "x".repeat(500) + 98);
    List<RecordBatch> sent = new ArrayList<>();
    for (List<String> values : List.of(many, many, other, many, other)) {
      sent.add(SampleDictionaries.batch(values, 10 + sent.size(), allocator));
    }
    List<RecordBatch> received = roundTrip(sent);
    assertThat(received).isEqualTo(sent);
    List<DictionaryBatch> dictionaries =
        received.stream().map(batch -> batch.dictionaries().get(0)).toList();
    assertThat(dictionaries.get(1)).isSameAs(dictionaries.get(0));
    assertThat(dictionaries.get(3)).isSameAs(dictionaries.get(0));
    assertThat(dictionaries.get(4)).isSameAs(dictionaries.get(2));
    assertThat(dictionaries.get(2)).isNotEqualTo(dictionaries.get(0));
  }

  @Test
  void bytesThatDifferUnderAKnownHashAreNotTakenForTheKnownDictionary() throws IOException {
    List<String> many = IntStream.range(0, 100).mapToObj(i -> "x".repeat(500) + i).toList();
    RecordBatch batch = SampleDictionaries.batch(many, 10, allocator);
    RecordBatchSerializer serializer = new RecordBatchSerializer(batch.batchSchema());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(batch, out);
    byte[] bytes = out.getCopyOfBuffer();
    RecordBatch kept = serializer.deserialize(new DataInputDeserializer(bytes));
    assertThat(kept).isEqualTo(batch);
    bytes[bytes.length - 20_000] ^= 1;
    assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("dictionary 5 has the content hash");
  }

  @Test
  void fieldsThatShareAnIdButNotTheTypeAreRefused() {
    Field text = new Field("a", encoded(new ArrowType.Utf8()), null);
    Field number = new Field("b", encoded(new ArrowType.Int(64, true)), null);
    Schema schema = new Schema(List.of(text, number));
    assertThatThrownBy(() -> BatchSchema.of(schema))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("share dictionary id 5");
  }

  @Test
  void aBatchMustHaveTheDictionariesOfItsSchema() {
    RecordBatch batch = SampleDictionaries.batch(CITIES, 6, allocator);
    assertThatThrownBy(() -> RecordBatch.of(batch.batchSchema(), 6, batch.body(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dictionaries with the ids [], its schema asks for [5]");
  }

  private static FieldType encoded(ArrowType type) {
    return new FieldType(true, type, SampleDictionaries.ENCODING);
  }

  private static List<RecordBatch> roundTrip(List<RecordBatch> batches) throws IOException {
    RecordBatchSerializer serializer = new RecordBatchSerializer(batches.get(0).batchSchema());
    DataOutputSerializer out = new DataOutputSerializer(64);
    for (RecordBatch batch : batches) {
      serializer.serialize(batch, out);
    }
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    List<RecordBatch> read = new ArrayList<>();
    while (in.available() > 0) {
      read.add(serializer.deserialize(in));
    }
    return read;
  }

  private List<String> decode(RecordBatch batch) {
    try (LoadedBatch loaded = batch.load(allocator)) {
      return Rows.decoded(loaded.root().getVector(0), loaded.dictionaries(), allocator);
    }
  }
}
