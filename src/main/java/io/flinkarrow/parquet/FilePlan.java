package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.file.FooterSchema;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.BatchShredder;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What all files of one schema, written with the same options, have in common, for any number of
 * writers in any threads: each would otherwise hold about half a kilobyte per column.
 */
public final class FilePlan {

  private final SchemaPlan schema;
  private final WriterOptions options;
  private final List<LeafColumn> columns;
  private final FooterSchema footerSchema;
  private final Map<String, String> keyValueMetadata;

  /** Shreds no batch now. */
  @Nullable private BatchShredder idleShredder;

  private FilePlan(SchemaPlan schema, WriterOptions options) {
    options.requireCodecs();
    this.schema = schema;
    this.options = options;
    this.columns = LeafColumns.of(schema, options);
    this.keyValueMetadata =
        Collections.unmodifiableMap(keyValueMetadata(schema.arrowSchema(), columns, options));
    this.footerSchema = FooterSchema.of(schema.parquetSchema(), columns);
  }

  /**
   * @param schema in Arrow's message format: a dictionary-encoded field has its value type
   * @throws UnsupportedOperationException if a field's type has no place in the file; the message
   *     names its path and what to do
   * @throws IllegalArgumentException if the options name a column that the schema lacks or set the
   *     key-value metadata {@value SchemaMetadata#ARROW_SCHEMA_KEY}, which is the writer's own, or
   *     if the schema's field metadata is malformed
   * @throws UnsatisfiedLinkError if this JVM can't load the native library of a codec
   */
  public static FilePlan of(Schema schema, WriterOptions options) {
    return new FilePlan(SchemaPlan.of(schema, options.int96Timestamps()), options);
  }

  private static Map<String, String> keyValueMetadata(
      Schema schema, List<LeafColumn> columns, WriterOptions options) {
    if (options.keyValueMetadata().containsKey(SchemaMetadata.ARROW_SCHEMA_KEY)) {
      throw new IllegalArgumentException(
          "Key-value metadata must not have the key '%s': the writer stores the Arrow schema there"
              .formatted(SchemaMetadata.ARROW_SCHEMA_KEY));
    }
    Set<String> deltaEncoded =
        columns.stream()
            .filter(column -> column.settings().encoding() != ValueEncoding.PLAIN)
            .map(LeafColumn::path)
            .collect(Collectors.toSet());
    Map<String, String> metadata = new LinkedHashMap<>(SchemaMetadata.of(schema, deltaEncoded));
    metadata.putAll(options.keyValueMetadata());
    return metadata;
  }

  /** The schema, and how batches or rows of it are taken apart. */
  public SchemaPlan schema() {
    return schema;
  }

  /** How its files are written. */
  public WriterOptions options() {
    return options;
  }

  /**
   * What shreds batches, and makes their dictionaries known: the one that was given back last, if
   * it is for these dictionaries, so that open files need none of their own.
   */
  synchronized BatchShredder shredder(SharedDictionaries dictionaries) {
    BatchShredder idle = idleShredder;
    idleShredder = null;
    return idle != null && idle.dictionaries() == dictionaries
        ? idle
        : new BatchShredder(schema, dictionaries);
  }

  /** A shredder has been released. */
  synchronized void giveBack(BatchShredder shredder) {
    idleShredder = shredder;
  }

  /** The leaf columns with their settings, in schema order. */
  List<LeafColumn> columns() {
    return columns;
  }

  FooterSchema footerSchema() {
    return footerSchema;
  }

  /** The schema's and the options', in the order of the file. */
  Map<String, String> keyValueMetadata() {
    return keyValueMetadata;
  }
}
