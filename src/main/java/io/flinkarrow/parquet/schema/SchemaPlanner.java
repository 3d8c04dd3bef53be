package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.ColumnShape;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.geo.GeoArrowEncoding;
import io.flinkarrow.parquet.geo.GeometryColumn;
import io.flinkarrow.parquet.geo.GeometryField;
import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.schema.FieldPlan.DictionaryField;
import io.flinkarrow.parquet.schema.FieldPlan.FixedSizeListField;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.FieldPlan.ListField;
import io.flinkarrow.parquet.schema.FieldPlan.ListViewField;
import io.flinkarrow.parquet.schema.FieldPlan.RunEndField;
import io.flinkarrow.parquet.schema.FieldPlan.StructField;
import io.flinkarrow.parquet.schema.FieldPosition.Nullability;
import io.flinkarrow.parquet.schema.LeafLayout.DictionaryIndexes;
import io.flinkarrow.parquet.schema.LeafLayout.GeoArrow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;

/** Walks a schema that {@link ArrowSchemaConverter} accepted and numbers nodes and buffers. */
final class SchemaPlanner {

  /** Levels are held in signed bytes. */
  /** As the pages of a column have it, too: a level is a byte. */
  private static final int MAX_LEVEL = Byte.MAX_VALUE;

  private final MessageType parquetSchema;
  private final SchemaMapping mapping;
  private final List<ColumnDescriptor> columns;
  private final List<LeafField> leaves = new ArrayList<>();
  private final List<GeometryColumn> geometries = new ArrayList<>();
  private int nodes;
  private int buffers;
  private int viewColumns;

  /** Whether the field at hand lies in a variant. */
  private boolean inVariant;

  SchemaPlanner(MessageType parquetSchema, SchemaMapping mapping) {
    this.parquetSchema = parquetSchema;
    this.mapping = mapping;
    this.columns = parquetSchema.getColumns();
  }

  SchemaPlan plan(Schema schema) {
    List<FieldPlan> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      fields.add(plan(field, field.getName(), nullability(field)));
    }
    return new SchemaPlan(
        schema, parquetSchema, fields, leaves, geometries, nodes, buffers, viewColumns);
  }

  private FieldPlan plan(Field field, String path, Nullability nullability) {
    ArrowType type = StorageType.of(field);
    if (OnlyNulls.is(field)) {
      return nulls(field, path);
    }
    if (type.getTypeID() == ArrowTypeID.RunEndEncoded && field.getDictionary() == null) {
      return runs(field, path, nullability);
    }
    FieldPosition position = position(path, nullability);
    return field.getDictionary() == null || isByReference(type)
        ? plan(field, type, position)
        : dictionary(field, type, position);
  }

  private FieldPlan plan(Field field, ArrowType type, FieldPosition position) {
    Optional<GeoArrowEncoding> geometries = GeoArrowEncoding.of(field);
    if (geometries.isPresent()) {
      return leaf(field, new GeoArrow(geometries.get()), position);
    }
    return switch (type.getTypeID()) {
      case Struct -> struct(field, position);
      case List -> list(field, position, false);
      case LargeList -> list(field, position, true);
      case ListView -> listViews(field, position, false);
      case LargeListView -> listViews(field, position, true);
      case FixedSizeList ->
          new FixedSizeListField(
              position,
              ((ArrowType.FixedSizeList) type).getListSize(),
              element(field, position.path()));
      case Map -> map(field, position);
      default -> leaf(field, layout(field, type), position);
    };
  }

  /** A null run is a null among the values: the field itself has no validity. */
  private FieldPlan runs(Field field, String path, Nullability nullability) {
    FieldPosition position =
        new FieldPosition(path, Nullability.REQUIRED, nodes++, buffers, viewColumns);
    FieldPosition runEnds = position(path, Nullability.REQUIRED);
    buffers++;
    ArrowType.Int ends = (ArrowType.Int) field.getChildren().get(0).getType();
    FieldPlan values = plan(field.getChildren().get(1), path, nullability);
    return new RunEndField(position, ends.getBitWidth() / Byte.SIZE, runEnds, values);
  }

  /** The values are a batch of their own, in which nodes and buffers are counted anew. */
  private FieldPlan dictionary(Field field, ArrowType type, FieldPosition position) {
    buffers++;
    final int nodesBefore = nodes;
    final int buffersBefore = buffers;
    final int viewColumnsBefore = viewColumns;
    nodes = 0;
    buffers = 0;
    viewColumns = 0;
    // A null entry is a null of the field that refers to it.
    FieldPlan values =
        type.getTypeID() == ArrowTypeID.RunEndEncoded
            ? runs(field, position.path(), Nullability.REQUIRED)
            : plan(field, type, position(position.path(), Nullability.REQUIRED));
    DictionaryEncoding dictionary = field.getDictionary();
    ArrowType.Int index = dictionary.getIndexType();
    DictionaryField planned =
        new DictionaryField(
            position,
            index.getBitWidth() / Byte.SIZE,
            index.getIsSigned(),
            dictionary.getId(),
            values,
            nodes,
            buffers,
            viewColumns);
    viewColumns = viewColumnsBefore;
    nodes = nodesBefore;
    buffers = buffersBefore;
    return planned;
  }

  private FieldPlan struct(Field field, FieldPosition position) {
    boolean variant = VariantField.is(field);
    boolean inVariantBefore = inVariant;
    inVariant |= variant;
    List<FieldPlan> children = new ArrayList<>();
    for (Field child : variant ? VariantField.parts(field) : field.getChildren()) {
      children.add(plan(child, position.path() + "." + child.getName(), nullability(child)));
    }
    inVariant = inVariantBefore;
    return new StructField(position, children);
  }

  private FieldPlan list(Field field, FieldPosition position, boolean wideOffsets) {
    buffers++;
    return new ListField(position, wideOffsets, element(field, position.path()));
  }

  private FieldPlan listViews(Field field, FieldPosition position, boolean wideOffsets) {
    buffers += 2;
    return new ListViewField(position, wideOffsets, element(field, position.path()));
  }

  private FieldPlan element(Field list, String path) {
    Field element = list.getChildren().get(0);
    ListNames names = mapping.listNames();
    String elementPath = path + "." + names.repeated() + "." + names.element(element.getName());
    return plan(element, elementPath, nullability(element));
  }

  private FieldPlan map(Field field, FieldPosition position) {
    buffers++;
    String entriesPath = position.path() + "." + ArrowSchemaConverter.KEY_VALUE;
    FieldPosition entries = position(entriesPath, Nullability.MAP_ENTRY);
    List<Field> keyAndValue = field.getChildren().get(0).getChildren();
    FieldPlan key =
        plan(keyAndValue.get(0), entriesPath + "." + ArrowSchemaConverter.KEY, Nullability.MAP_KEY);
    FieldPlan value =
        plan(
            keyAndValue.get(1),
            entriesPath + "." + ArrowSchemaConverter.VALUE,
            nullability(keyAndValue.get(1)));
    return new ListField(position, false, new StructField(entries, List.of(key, value)));
  }

  private FieldPlan leaf(Field field, LeafLayout layout, FieldPosition position) {
    nodes += layout.fieldsBelow();
    buffers += layout.valueBuffers();
    viewColumns += layout.hasDataBuffers() ? 1 : 0;
    int ordinal = leaves.size();
    ColumnDescriptor descriptor = columns.get(ordinal);
    if (descriptor.getMaxDefinitionLevel() > MAX_LEVEL) {
      throw new UnsupportedOperationException(
          "Column %s has %d definition levels, but at most %d can be written: nest less deeply"
              .formatted(position.path(), descriptor.getMaxDefinitionLevel(), MAX_LEVEL));
    }
    LeafField leaf = new LeafField(position, layout, ordinal, descriptor);
    leaves.add(leaf);
    GeometryField.of(field, position.path())
        .ifPresent(geometry -> geometries.add(geometry.column(ordinal, descriptor.getPath())));
    return leaf;
  }

  private LeafLayout layout(Field field, ArrowType type) {
    DictionaryEncoding dictionary = field.getDictionary();
    if (dictionary == null || !isByReference(type)) {
      return LeafType.of(type, mapping).layout();
    }
    ArrowType.Int index = dictionary.getIndexType();
    boolean wideOffsets =
        type.getTypeID() == ArrowTypeID.LargeUtf8 || type.getTypeID() == ArrowTypeID.LargeBinary;
    return new DictionaryIndexes(
        index.getBitWidth() / Byte.SIZE, index.getIsSigned(), dictionary.getId(), wideOffsets);
  }

  /** Passes over the buffers that it has if it refers to nulls. */
  private FieldPlan nulls(Field field, String path) {
    FieldPosition position =
        new FieldPosition(path, Nullability.NULLABLE, nodes, buffers, viewColumns);
    ColumnShape shape = ColumnLayout.of(field).shape();
    nodes += shape.nodes();
    buffers += shape.fixedBuffers();
    return leaf(field, new LeafLayout.Nothing(), position);
  }

  /** Of the next field, whose first buffer is its validity. */
  private FieldPosition position(String path, Nullability nullability) {
    return new FieldPosition(path, nullability, nodes++, buffers++, viewColumns);
  }

  /** Whether pages take values of a dictionary as they are: they become ids of another one. */
  private static boolean isByReference(ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8, LargeUtf8, Binary, LargeBinary -> true;
      default -> false;
    };
  }

  private Nullability nullability(Field field) {
    if (field.isNullable()) {
      return Nullability.NULLABLE;
    }
    return inVariant ? Nullability.VARIANT_PART : Nullability.REQUIRED;
  }
}
