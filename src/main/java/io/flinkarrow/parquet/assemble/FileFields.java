package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.geo.DescribedGeometries;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.parquet.schema.SchemaCheck;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;

/**
 * What a file's columns are in Arrow, and how they are put together. Lists and maps are what the
 * format says that they are, in files old and new. If the footer keeps an Arrow schema, its types
 * are restored where the file's own type is what they are written as.
 *
 * @param schema in message format, with the footer's keys and values
 * @param assemblies one for each field of the schema
 * @param leaves the numbers of the leaf columns that are read, ascending, among those of the file
 */
public record FileFields(Schema schema, List<FieldAssembly> assemblies, List<Integer> leaves) {

  public FileFields {
    assemblies = List.copyOf(assemblies);
    leaves = List.copyOf(leaves);
  }

  /** All fields of a file. */
  public static FileFields of(MessageType message, Map<String, String> metadata) {
    return of(message, metadata, ChosenFields.ALL, TimestampUnit.NANOS);
  }

  /**
   * The fields of a file that are read.
   *
   * @param metadata the footer's keys and values
   * @param int96Unit of timestamps in INT96; what is finer is rounded down. Used unless the footer
   *     keeps an Arrow schema that has another one
   * @throws IllegalArgumentException if the file does not have a chosen field, or several of its
   *     name
   * @throws UnsupportedOperationException if one of them is nested too deep, or has no columns
   */
  public static FileFields of(
      MessageType message,
      Map<String, String> metadata,
      ChosenFields chosen,
      TimestampUnit int96Unit) {
    BitSet leaves = chosen.leaves(message);
    List<Field> stored = StoredArrowSchema.of(metadata, message);
    try {
      return of(message, stored, metadata, leaves, int96Unit);
    } catch (IllegalArgumentException e) {
      // The stored schema has extension types that are not what they claim to be.
      return of(message, List.of(), metadata, leaves, int96Unit);
    }
  }

  private static FileFields of(
      MessageType message,
      List<Field> stored,
      Map<String, String> metadata,
      BitSet leaves,
      TimestampUnit int96Unit) {
    List<FileField> fields = new FileFieldTree(leaves, metadata, int96Unit).of(message, stored);
    Map<String, String> own = new HashMap<>(metadata);
    own.remove(SchemaMetadata.ARROW_SCHEMA_KEY);
    Schema plain = new Schema(fields.stream().map(FileField::field).toList(), own);
    Schema schema = SchemaCheck.checked(DescribedGeometries.of(plain).schema());
    return new FileFields(
        withExtensionTypes(schema),
        fields.stream().map(FileField::assembly).toList(),
        leaves.stream().boxed().toList());
  }

  /** Those that are registered in this JVM, as schemas of payloads have them. */
  private static Schema withExtensionTypes(Schema schema) {
    return BatchSchema.ofMessage(BatchSchema.of(schema).message()).schema();
  }

  /**
   * Some leaf columns of a file as its own types are, whatever its footer keeps: INT96 are the
   * bytes that they are.
   *
   * @param leaves the numbers of the leaf columns
   */
  public static FileFields ofLeaves(MessageType message, BitSet leaves) {
    List<FileField> fields = new FileFieldTree(leaves, Map.of(), null).of(message, List.of());
    return new FileFields(
        new Schema(fields.stream().map(FileField::field).toList()),
        fields.stream().map(FileField::assembly).toList(),
        leaves.stream().boxed().toList());
  }

  /**
   * Puts a batch together.
   *
   * @param slices the same rows of each of the {@link #leaves}; each lends arrays of its own
   * @throws IOException if the batch would be larger than a Java array, or if the columns have what
   *     their field cannot have; the message names the column
   */
  public AssembledBatch assemble(List<LeafSlice> slices) throws IOException {
    BatchAssembly batch = new BatchAssembly(slices);
    return new AssembledBatch(batch.body(assemblies), batch.dictionaries());
  }

  /**
   * The fields as they are, not put together.
   *
   * @param slices the same rows of each of the {@link #leaves}
   * @throws IOException if the columns do not belong together; the message names them
   */
  public List<FieldColumn> columns(List<StoredSlice> slices) throws IOException {

    List<FieldColumn> columns = new ArrayList<>(assemblies.size());
    for (FieldAssembly assembly : assemblies) {
      columns.add(assembly.column(slices));
    }
    return columns;
  }

  /** Throws what {@link #columns} does, without the columns. */
  public void requireFitting(List<StoredSlice> slices) throws IOException {
    for (FieldAssembly assembly : assemblies) {
      assembly.requireFitting(slices);
    }
  }
}
