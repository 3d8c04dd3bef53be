package io.flinkarrow.ipc;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.SampleDictionaries;
import io.flinkarrow.ipc.check.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Small valid inputs from which fuzzing starts: every type, codec, form and kind of producer. */
final class FuzzSeeds {

  private static final int ROWS = 4;

  private FuzzSeeds() {}

  /** One column each. */
  static List<byte[]> streams() {
    List<byte[]> streams = new ArrayList<>();
    Random random = new Random(7);
    try (BufferAllocator allocator = new RootAllocator()) {
      int number = 0;
      for (Field field : Samples.everyType().getFields()) {
        if (field.getType() instanceof ArrowType.FixedSizeBinary wide && wide.getByteWidth() > 7) {
          continue;
        }
        CodecType codec = CodecType.values()[number++ % CodecType.values().length];
        try (var root = Samples.randomOf(field, ROWS, random, allocator)) {
          streams.add(ArrowJavaWriters.stream(root, new MapDictionaryProvider(), codec));
        }
      }
      try (var cities = SampleDictionaries.of(List.of("Oslo", "Rom"), ROWS, allocator)) {
        streams.add(ArrowJavaWriters.stream(cities.root(), cities.provider()));
      }
    }
    streams.add(DeltaDictionariesTest.grownStream());
    return streams;
  }

  /** Of other writers, and with messages anywhere. */
  static List<byte[]> files() {
    List<byte[]> files = new ArrayList<>();
    for (String name : List.of("arrow-rs", "js-nested", "polars", "feather-lz4")) {
      files.add(IpcResources.file(name));
    }
    Schema numbers = new Schema(List.of(Field.nullable("n", new ArrowType.Int(32, true))));
    byte[] number = new HandMade(1).node(1, 0).none().ints(7).message();
    files.add(
        new HandMadeFile()
            .unlisted(new byte[8])
            .unlisted(numbers.serializeAsMessage())
            .batch(number)
            .unlisted(new byte[8])
            .batch(number)
            .file(numbers));
    return files;
  }

  /** Of several types, with and without dictionaries. */
  static List<RecordBatch> batches() {
    List<RecordBatch> batches = new ArrayList<>(producers());
    batches.add(plainBatch());
    return batches;
  }

  /** Fields that a message alone may have. */
  static Schema plain() {
    List<Field> fields = new ArrayList<>();
    for (Field field : Samples.everyType().getFields()) {
      switch (field.getType().getTypeID()) {
        case Bool, Int, Utf8, Utf8View, Decimal, List, Map, Struct -> fields.add(field);
        default -> {}
      }
    }
    return new Schema(fields);
  }

  static RecordBatch plainBatch() {
    Random random = new Random(8);
    try (BufferAllocator allocator = new RootAllocator();
        var root = Samples.random(ROWS, random, allocator)) {
      List<FieldVector> vectors = new ArrayList<>();
      plain().getFields().forEach(field -> vectors.add(root.getVector(field.getName())));
      return RecordBatch.copyOf(new VectorSchemaRoot(plain(), vectors, ROWS));
    }
  }

  /** What producers' batches are to become. */
  static Schema table() {
    return new Schema(
        List.of(
            Field.nullable("id", new ArrowType.Int(64, true)),
            Field.nullable("price", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            Field.nullable("city", new ArrowType.Utf8()),
            encoded("code", new ArrowType.Int(16, true), new ArrowType.LargeUtf8()),
            new Field(
                "tags",
                FieldType.nullable(new ArrowType.LargeList()),
                List.of(
                    new Field(
                        "element",
                        FieldType.nullable(new ArrowType.Struct()),
                        List.of(
                            Field.nullable("k", new ArrowType.Binary()),
                            Field.nullable("v", new ArrowType.Int(64, true)))))),
            Field.nullable("amount", new ArrowType.Decimal(30, 2, 256))));
  }

  /** Batches that fit into the table by one policy or another. */
  static List<RecordBatch> producers() {
    ArrowType.Int index = new ArrowType.Int(8, true);
    List<Schema> schemas =
        List.of(
            new Schema(
                List.of(
                    encoded("city", index, new ArrowType.Utf8View()),
                    Field.notNullable("id", new ArrowType.Int(8, false)),
                    Field.nullable("code", new ArrowType.Utf8()))),
            new Schema(
                List.of(
                    Field.nullable(
                        "price", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
                    encoded("code", index, new ArrowType.Utf8()),
                    new Field(
                        "tags",
                        FieldType.nullable(new ArrowType.List()),
                        List.of(
                            new Field(
                                "item",
                                FieldType.nullable(new ArrowType.Struct()),
                                List.of(
                                    Field.nullable("v", new ArrowType.Int(16, false)),
                                    Field.nullable("k", new ArrowType.BinaryView()))))))),
            new Schema(
                List.of(
                    Field.nullable("amount", new ArrowType.Decimal(9, 2, 128)),
                    Field.nullable("city", new ArrowType.LargeUtf8()))),
            table());
    List<RecordBatch> batches = new ArrayList<>();
    for (Schema schema : schemas) {
      batches.add(of(schema));
    }
    return batches;
  }

  private static Field encoded(String name, ArrowType.Int index, ArrowType values) {
    DictionaryEncoding encoding = new DictionaryEncoding(name.length(), false, index);
    return new Field(name, new FieldType(true, values, encoding), null);
  }

  /** Rows that the plain columns of the same values become. */
  private static RecordBatch of(Schema schema) {
    List<Field> plain = new ArrayList<>();
    for (Field field : schema.getFields()) {
      plain.add(
          new Field(
              field.getName(),
              new FieldType(field.isNullable(), field.getType(), null),
              field.getChildren()));
    }
    double nulls = plain.stream().allMatch(Field::isNullable) ? 0.2 : 0;
    try (BufferAllocator allocator = new RootAllocator();
        var root = Samples.random(new Schema(plain), ROWS, nulls, new Random(9), allocator)) {
      byte[] payload = ArrowIpc.writeStream(RecordBatch.copyOf(root));
      return ArrowIpcDeserializationSchema.of(schema)
          .withSchemaPolicy(SchemaPolicy.COMPATIBLE)
          .decode(payload)
          .get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
