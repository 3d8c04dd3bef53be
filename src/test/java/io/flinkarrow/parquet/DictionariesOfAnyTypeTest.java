package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.sink.file.RecordBatchBuffers;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/**
 * Files of dictionary-encoded columns of any type but strings are, byte for byte, those of the same
 * values written out, whatever the dictionaries of the batches hold.
 */
class DictionariesOfAnyTypeTest {

  private static final ArrowType.Int INT = new ArrowType.Int(32, true);
  private static final Field ITEM = Field.nullable("item", INT);

  private static boolean isByReference(ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8, LargeUtf8, Binary, LargeBinary -> true;
      default -> false;
    };
  }

  private static List<Field> everyType(RandomSchemas schemas) {
    List<Field> fields = new ArrayList<>();
    for (ArrowType type : RandomSchemas.leafTypes()) {
      if (!isByReference(type)) {
        String name = "c" + fields.size();
        fields.add(schemas.dictionaryEncoded(name, schemas.leaf("dictionary", type)));
      }
    }
    for (Field nested :
        List.of(
            new Field(
                "s",
                FieldType.nullable(new ArrowType.Struct()),
                List.of(
                    Field.nullable("a", INT),
                    new Field("l", FieldType.nullable(new ArrowType.List()), List.of(ITEM)))),
            new Field("l", FieldType.nullable(new ArrowType.List()), List.of(ITEM)))) {
      fields.add(schemas.dictionaryEncoded("n" + fields.size(), nested));
    }
    return fields;
  }

  private static VectorSchemaRoot decoded(
      VectorSchemaRoot encoded, MapDictionaryProvider dictionaries, BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    for (Field field : MessageFormat.of(encoded.getSchema(), dictionaries).getFields()) {
      FieldVector indexes = encoded.getVector(field.getName());
      long id = field.getDictionary().getId();
      FieldVector entries = dictionaries.lookup(id).getVector();
      FieldType type = new FieldType(field.isNullable(), field.getType(), null);
      FieldVector plain =
          new Field(field.getName(), type, field.getChildren()).createVector(allocator);
      plain.allocateNew();
      for (int row = 0; row < encoded.getRowCount(); row++) {
        Object index = indexes.getObject(row);
        if (index != null) {
          int entry =
              index instanceof Character unsigned ? unsigned : ((Number) index).intValue() & 0xFF;
          plain.copyFromSafe(entry, row, entries);
        }
      }
      plain.setValueCount(encoded.getRowCount());
      vectors.add(plain);
    }
    VectorSchemaRoot root = new VectorSchemaRoot(vectors);
    root.setRowCount(encoded.getRowCount());
    return root;
  }

  @Test
  void makeTheFilesOfTheirValues() throws IOException {
    for (int seed = 0; seed < 6; seed++) {
      WriterOptions options =
          WriterOptions.builder().pageRows(100).int96Timestamps(seed % 2 == 1).build();
      ByteArrayOutputStream encodedFile = new ByteArrayOutputStream();
      ByteArrayOutputStream batchFile = new ByteArrayOutputStream();
      ByteArrayOutputStream plainFile = new ByteArrayOutputStream();
      ArrowParquetWriter encodedWriter = null;
      ArrowParquetWriter batchWriter = null;
      ArrowParquetWriter plainWriter = null;
      try (BufferAllocator allocator = new RootAllocator();
          RandomBatches batches =
              new RandomBatches(seed, allocator).tame().withNullDictionaryEntries()) {
        Schema schema = new Schema(everyType(batches.schemas()));
        for (int rows : new int[] {1, 250, 70}) {
          try (VectorSchemaRoot encoded = batches.batch(schema, rows);
              VectorSchemaRoot plain = decoded(encoded, batches.dictionaries(), allocator)) {
            RecordBatch batch = RecordBatch.copyOf(encoded, batches.dictionaries());
            if (encodedWriter == null) {
              encodedWriter =
                  ArrowParquetWriter.open(encodedFile, schema, batches.dictionaries(), options);
              batchWriter = ArrowParquetWriter.open(batchFile, batch.schema(), options);
              plainWriter = ArrowParquetWriter.open(plainFile, plain.getSchema(), options);
            }
            encodedWriter.write(encoded, batches.dictionaries());
            batchWriter.write(RecordBatchBuffers.of(batch));
            plainWriter.write(plain);
          }
        }
      }
      plainWriter.finish();
      encodedWriter.finish();
      batchWriter.finish();
      assertThat(encodedFile.toByteArray()).as("seed " + seed).isEqualTo(plainFile.toByteArray());
      assertThat(batchFile.toByteArray()).as("seed " + seed).isEqualTo(plainFile.toByteArray());
    }
  }
}
