package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.file.FooterSchema;
import io.flinkarrow.parquet.geo.DescribedGeometries;
import io.flinkarrow.parquet.geo.GeoParquetMetadata;
import io.flinkarrow.parquet.geo.GeometryCollector;
import io.flinkarrow.parquet.geo.GeometryColumn;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.schema.SchemaCheck;
import io.flinkarrow.parquet.schema.SchemaMapping;
import io.flinkarrow.parquet.schema.SchemaMetadata;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.BatchShredder;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.parquet.sort.SortKey;
import io.flinkarrow.parquet.unfinished.PlanFingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * What all files of one schema, written with the same options, have in common, for any number of
 * writers in any threads: each would otherwise hold a kilobyte per column, or several.
 */
public final class FilePlan {

  /** Heap bytes per type of the Parquet schema, of the plan and of what shreds batches. */
  private static final long TYPE_BYTES = 330;

  private static final long SHREDDER_TYPE_BYTES = 86;

  /** The same per leaf column. */
  private static final long COLUMN_BYTES = 96;

  private static final long SHREDDER_COLUMN_BYTES = 245;

  /** Per name in a leaf column's path. */
  private static final long NAME_BYTES = 120;

  private final SchemaPlan schema;
  private final WriterOptions options;
  private final Coverings coverings;
  private final List<LeafColumn> columns;
  private final List<SortKey> sortKeys;
  private final FooterSchema footerSchema;
  private final Map<String, String> keyValueMetadata;
  private final Optional<String> primaryGeometry;

  /** Heap of all this, and of what shreds batches. */
  private final long planBytes;

  private final long shredderBytes;

  /** Shreds no batch now. */
  @Nullable private BatchShredder idleShredder;

  /** Null before it was first asked for. */
  @Nullable private volatile PlanFingerprint fingerprint;

  private FilePlan(SchemaPlan schema, WriterOptions options, Optional<String> primaryGeometry) {
    options.requireCodecs();
    DeclaredGeometries.check(schema, options);
    this.primaryGeometry = primaryGeometry;
    this.schema = schema;
    this.options = options;
    this.coverings = Coverings.of(schema, options.columns);
    MessageType parquetSchema = coverings.in(schema.parquetSchema());
    this.columns = LeafColumns.of(schema, coverings, options);
    options.keyValueMetadata().keySet().forEach(OptionChecks::metadataKey);
    this.keyValueMetadata = keyValueMetadata(Map.of());
    this.sortKeys = SortKey.of(columns, options.schema.sortingColumns);
    this.footerSchema =
        FooterSchema.of(
            parquetSchema,
            columns,
            sortKeys.stream().map(SortKey::forFooter).toList(),
            options.schema.createdBy);
    long types = types(parquetSchema);
    long names = columns.stream().mapToLong(column -> column.descriptor().getPath().length).sum();
    this.planBytes = TYPE_BYTES * types + NAME_BYTES * names + COLUMN_BYTES * columns.size();
    this.shredderBytes = SHREDDER_TYPE_BYTES * types + SHREDDER_COLUMN_BYTES * columns.size();
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
    DescribedGeometries described = DescribedGeometries.of(SchemaCheck.checked(schema));
    Schema declared = DeclaredGeometries.in(described.schema(), options.columns);
    return new FilePlan(
        SchemaPlan.of(declared, mapping(options)), options, described.primaryColumn());
  }

  private static SchemaMapping mapping(WriterOptions options) {
    return options.schema.mapping(options.int96Timestamps(), options.file.geometry);
  }

  private Map<String, String> keyValueMetadata(Map<String, String> ofFile) {
    Schema inFile = coverings.in(schema.arrowSchema());
    Map<String, String> entries = new LinkedHashMap<>(options.keyValueMetadata());
    entries.putAll(ofFile);
    return Collections.unmodifiableMap(
        options.schema.arrowSchema
            ? SchemaMetadata.of(
                inFile, entries, deltaEncoded(columns), options.schema.timestampUnit)
            : SchemaMetadata.withoutArrowSchema(inFile, entries));
  }

  private static Set<String> deltaEncoded(List<LeafColumn> columns) {
    return columns.stream()
        .filter(column -> column.settings().encoding() != ValueEncoding.PLAIN)
        .map(LeafColumn::path)
        .collect(Collectors.toSet());
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

  /** Heap bytes of the plan, with what shreds batches once there is such. */
  synchronized long retainedBytes() {
    return idleShredder == null ? planBytes : planBytes + shredderBytes;
  }

  private static long types(GroupType group) {
    long types = 0;
    for (Type field : group.getFields()) {
      types += 1 + (field.isPrimitive() ? 0 : types(field.asGroupType()));
    }
    return types;
  }

  /** Columns that no input has. */
  Coverings coverings() {
    return coverings;
  }

  /** Whether some who can read the footer cannot read the column. */
  private boolean isSecret(GeometryColumn geometry) {
    return switch (columns.get(geometry.ordinal()).settings().encryption()) {
      case COLUMN_KEY -> true;
      case FOOTER_KEY -> options.file.encryption.plaintextFooter();
      case NONE -> false;
    };
  }

  /** The leaf columns with their settings, in schema order. */
  List<LeafColumn> columns() {
    return columns;
  }

  /** By which rows are sorted; empty if by none. */
  List<SortKey> sortKeys() {
    return sortKeys;
  }

  /** The Arrow schema that files have; null if none. */
  @Nullable
  private String storedArrowSchema() {
    return keyValueMetadata.get(SchemaMetadata.ARROW_SCHEMA_KEY);
  }

  /** All that files depend on besides their schema. */
  private List<?> shape() {
    return List.of(
        columns,
        options.rowGroupBytes(),
        options.rowGroupRows(),
        options.maximumRowBytes(),
        options.file.geometry,
        options.schema.unsortedRows,
        String.valueOf(options.schema.createdBy),
        sortKeys,
        keyValueMetadata,
        String.valueOf(primaryGeometry));
  }

  FooterSchema footerSchema() {
    return footerSchema;
  }

  /** Tells its files from those of other plans. */
  PlanFingerprint fingerprint() {
    PlanFingerprint known = fingerprint;
    if (known == null) {
      known = PlanFingerprint.of(serializedSchema(), bytes(String.valueOf(shape())));
      fingerprint = known;
    }
    return known;
  }

  private byte[] serializedSchema() {
    ByteArrayOutputStream serialized = new ByteArrayOutputStream();
    try {
      footerSchema.writeTo(serialized);
    } catch (IOException e) {
      throw new UncheckedIOException("The footer's schema could not be serialized", e);
    }
    serialized.writeBytes(bytes(storedArrowSchema() + " " + schema().geometries()));
    return serialized.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Those of a file that opens, with its keys if it is encrypted. */
  FileModules openModules() {
    return FileModules.open(options.file.encryption, columns);
  }

  /**
   * The schema's, the options', that of geometries, and what was added, in the order of the file.
   *
   * @param geometries of the whole file, one for each column of them
   * @param added to the file; in place of others with the same key
   */
  Map<String, String> keyValueMetadata(
      List<GeometryCollector> geometries, Map<String, String> added) {
    Map<String, String> ofFile = new LinkedHashMap<>();
    if (!keyValueMetadata.containsKey(GeoParquetMetadata.KEY)) {
      GeoParquetMetadata.of(
              options.file.geometry,
              geometries,
              coverings.columns(),
              primaryGeometry,
              this::isSecret)
          .ifPresent(description -> ofFile.put(GeoParquetMetadata.KEY, description));
    }
    ofFile.putAll(added);
    return ofFile.isEmpty() ? keyValueMetadata : keyValueMetadata(ofFile);
  }
}
