package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPlan;
import io.flinkarrow.parquet.schema.FieldPlan.FixedSizeListField;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.FieldPlan.ListField;
import io.flinkarrow.parquet.schema.FieldPlan.ListViewField;
import io.flinkarrow.parquet.schema.FieldPlan.ReferenceField;
import io.flinkarrow.parquet.schema.FieldPlan.StructField;
import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.parquet.schema.LeafLayout.FinerTimestamps;
import io.flinkarrow.parquet.type.Int96;
import io.flinkarrow.parquet.type.TimeUnits;
import io.flinkarrow.row.shred.buffers.BooleanBuffer;
import io.flinkarrow.row.shred.buffers.BufferByteCounter;
import io.flinkarrow.row.shred.buffers.BytesBuffer;
import io.flinkarrow.row.shred.buffers.FixedBytesBuffer;
import io.flinkarrow.row.shred.buffers.IntBuffer;
import io.flinkarrow.row.shred.buffers.LeafBuffer;
import io.flinkarrow.row.shred.buffers.LevelBuffer;
import io.flinkarrow.row.shred.buffers.LongBuffer;
import io.flinkarrow.row.shred.buffers.ValueBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.StructuredType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Builds the shredders of a row type and the leaf buffers they fill. The plan says where a field
 * lies in the file, Flink's type how it is read; both have the same shape, for the plan was made
 * from the type.
 */
final class ShredderTree {

  private final BufferByteCounter held;
  private final List<LeafBuffer> leaves = new ArrayList<>();

  ShredderTree(BufferByteCounter held) {
    this.held = held;
  }

  /** The leaf columns of all shredders built so far, in schema order. */
  List<LeafBuffer> leaves() {
    return List.copyOf(leaves);
  }

  /** The shredders of a row's fields. */
  List<ValueShredder> fields(List<FieldPlan> plans, List<LogicalType> types) {
    return fields(plans, types, 0, 0);
  }

  private List<ValueShredder> fields(
      List<FieldPlan> plans, List<LogicalType> types, int definition, int repetition) {
    List<ValueShredder> shredders = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      shredders.add(field(plans.get(i), types.get(i), definition, repetition));
    }
    return shredders;
  }

  /**
   * @param definition the definition level of an entry where the parent is there and the field
   *     isn't
   * @param repetition the repetition level of the innermost list around the field
   */
  private ValueShredder field(FieldPlan plan, LogicalType type, int definition, int repetition) {
    if (type instanceof DistinctType distinct) {
      return field(plan, distinct.getSourceType(), definition, repetition);
    }
    return plan.accept(
        new FieldPlan.Visitor<>() {
          @Override
          public ValueShredder leaf(LeafField field) {
            return ShredderTree.this.leaf(field, type, definition);
          }

          @Override
          public ValueShredder struct(StructField field) {
            return ShredderTree.this.struct(field, type, definition, repetition);
          }

          @Override
          public ValueShredder list(ListField field) {
            return ShredderTree.this.list(field, type, definition, repetition);
          }

          @Override
          public ValueShredder listViews(ListViewField field) {
            throw new IllegalStateException("Rows have no list views, as " + field);
          }

          @Override
          public ValueShredder fixedSizeList(FixedSizeListField field) {
            throw new IllegalStateException("Rows have no lists of a fixed size, as " + field);
          }

          @Override
          public ValueShredder reference(ReferenceField field) {
            throw new IllegalStateException("Rows hold their values themselves, unlike " + field);
          }
        });
  }

  private ValueShredder struct(
      StructField struct, LogicalType type, int definition, int repetition) {
    FieldPosition position = struct.position();
    int inside = definition + (position.nullable() ? 1 : 0);
    return switch (type.getTypeRoot()) {
      case ROW ->
          new StructShredder(
              position,
              definition,
              fields(struct.children(), ((RowType) type).getChildren(), inside, repetition));
      case STRUCTURED_TYPE ->
          new StructShredder(
              position,
              definition,
              fields(struct.children(), attributes((StructuredType) type), inside, repetition));
      default -> variant(struct, definition);
    };
  }

  private static List<LogicalType> attributes(StructuredType type) {
    return type.getAttributes().stream().map(StructuredType.StructuredAttribute::getType).toList();
  }

  private ValueShredder variant(StructField variant, int definition) {
    BytesBuffer metadata = new BytesBuffer(held);
    LevelBuffer metadataLevels = column((LeafField) variant.children().get(0), metadata);
    BytesBuffer value = new BytesBuffer(held);
    LevelBuffer valueLevels = column((LeafField) variant.children().get(1), value);
    return new VariantShredder(
        variant.position(), definition, metadataLevels, metadata, valueLevels, value);
  }

  private ValueShredder list(ListField list, LogicalType type, int definition, int repetition) {
    int inside = definition + (list.position().nullable() ? 1 : 0) + 1;
    int own = repetition + 1;
    if (type instanceof ArrayType array) {
      ValueShredder element = field(list.element(), array.getElementType(), inside, own);
      return new ListShredder(list.position(), definition, own, element);
    }
    List<LogicalType> keyAndValue =
        type instanceof MultisetType multiset
            ? List.of(multiset.getElementType(), new IntType(false))
            : List.of(((MapType) type).getKeyType(), ((MapType) type).getValueType());
    List<FieldPlan> plans = ((StructField) list.element()).children();
    List<ValueShredder> entry = fields(plans, keyAndValue, inside, own);
    return new MapShredder(list.position(), definition, own, entry.get(0), entry.get(1));
  }

  private LevelBuffer column(LeafField leaf, ValueBuffer values) {
    ColumnDescriptor column = leaf.descriptor();
    LevelBuffer levels =
        new LevelBuffer(column.getMaxRepetitionLevel(), column.getMaxDefinitionLevel(), held);
    leaves.add(new LeafBuffer(levels, values));
    return levels;
  }

  private ValueShredder leaf(LeafField leaf, LogicalType type, int definition) {
    PrimitiveType target = leaf.descriptor().getPrimitiveType();
    return switch (target.getPrimitiveTypeName()) {
      case BOOLEAN -> {
        BooleanBuffer values = new BooleanBuffer(held);
        yield new PlainShredders.OfBoolean(
            leaf.position(), definition, column(leaf, values), values);
      }
      case INT32, FLOAT -> intLeaf(leaf, type, definition);
      case INT64, DOUBLE -> longLeaf(leaf, type, definition);
      case BINARY -> bytesLeaf(leaf, type, definition);
      case FIXED_LEN_BYTE_ARRAY, INT96 -> fixedLeaf(leaf, type, definition, target);
    };
  }

  private ValueShredder intLeaf(LeafField leaf, LogicalType type, int definition) {
    FieldPosition position = leaf.position();
    IntBuffer values = new IntBuffer(held);
    LevelBuffer levels = column(leaf, values);
    return switch (type.getTypeRoot()) {
      case TINYINT -> new PlainShredders.OfByte(position, definition, levels, values);
      case SMALLINT -> new PlainShredders.OfShort(position, definition, levels, values);
      case FLOAT -> new PlainShredders.OfFloat(position, definition, levels, values);
      case DECIMAL ->
          new DecimalShredder.OfInt(position, definition, levels, (DecimalType) type, values);
      default -> new PlainShredders.OfInt(position, definition, levels, values);
    };
  }

  private ValueShredder longLeaf(LeafField leaf, LogicalType type, int definition) {
    FieldPosition position = leaf.position();
    LongBuffer values = new LongBuffer(held);
    LevelBuffer levels = column(leaf, values);
    return switch (type.getTypeRoot()) {
      case DOUBLE -> new PlainShredders.OfDouble(position, definition, levels, values);
      case DECIMAL ->
          new DecimalShredder.OfLong(position, definition, levels, (DecimalType) type, values);
      case TIME_WITHOUT_TIME_ZONE ->
          new TimeShredder(position, definition, levels, unitsPerMillisecond(leaf), values);
      case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new TimestampShredder(
              position,
              definition,
              levels,
              LogicalTypeChecks.getPrecision(type),
              unitsPerMillisecond(leaf),
              smallestUnits(leaf),
              values);
      default -> new PlainShredders.OfLong(position, definition, levels, values);
    };
  }

  private ValueShredder bytesLeaf(LeafField leaf, LogicalType type, int definition) {
    BytesBuffer values = new BytesBuffer(held);
    LevelBuffer levels = column(leaf, values);
    return switch (type.getTypeRoot()) {
      case CHAR, VARCHAR ->
          new PlainShredders.OfStrings(leaf.position(), definition, levels, values);
      default -> new PlainShredders.OfBinary(leaf.position(), definition, levels, values);
    };
  }

  private ValueShredder fixedLeaf(
      LeafField leaf, LogicalType type, int definition, PrimitiveType target) {
    boolean int96 = target.getPrimitiveTypeName() == PrimitiveTypeName.INT96;
    int width = int96 ? Int96.BYTES : target.getTypeLength();
    FixedBytesBuffer values = new FixedBytesBuffer(width, held);
    LevelBuffer levels = column(leaf, values);
    return int96
        ? new Int96Shredder(
            leaf.position(), definition, levels, LogicalTypeChecks.getPrecision(type), values)
        : new DecimalShredder.OfBytes(
            leaf.position(), definition, levels, (DecimalType) type, values);
  }

  /** How many units of the type make one of the column, if no digits of the type may be lost. */
  private static int smallestUnits(LeafField leaf) {
    return leaf.layout() instanceof FinerTimestamps finer && !finer.truncates()
        ? finer.divisor()
        : 1;
  }

  private static long unitsPerMillisecond(LeafField leaf) {
    var annotation = leaf.descriptor().getPrimitiveType().getLogicalTypeAnnotation();
    TimeUnit unit =
        annotation instanceof TimeLogicalTypeAnnotation time
            ? time.getUnit()
            : ((TimestampLogicalTypeAnnotation) annotation).getUnit();
    return TimeUnits.perMillisecond(unit);
  }
}
