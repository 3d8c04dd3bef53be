package io.flinkarrow.parquet.assemble;

import io.flinkarrow.parquet.assemble.FieldAssembly.ListOf;
import io.flinkarrow.parquet.assemble.FieldAssembly.StructOf;
import io.flinkarrow.parquet.assemble.FieldAssembly.ValuesOf;
import io.flinkarrow.parquet.schema.NestedShapes;
import io.flinkarrow.parquet.schema.StoredType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The Arrow schema of what a file's columns hold, and how its fields are put together. Lists and
 * maps are what the format says that they are, in files old and new.
 *
 * @param schema without the file's metadata
 * @param assemblies one for each field of the schema
 */
public record FileFields(Schema schema, List<FieldAssembly> assemblies) {

  /** A field and how it is put together. */
  private record FileField(Field field, FieldAssembly assembly) {}

  public static FileFields of(MessageType message) {
    List<FileField> fields = new Walk().children(message, FieldLevels.ROWS);
    return new FileFields(
        new Schema(fields.stream().map(FileField::field).toList()),
        fields.stream().map(FileField::assembly).toList());
  }

  /** Goes through a schema depth first, which is the order of its leaf columns. */
  private static final class Walk {

    private int leaf;

    List<FileField> children(GroupType group, FieldLevels levels) {
      List<FileField> fields = new ArrayList<>();
      for (Type child : group.getFields()) {
        fields.add(field(child, levels));
      }
      return fields;
    }

    private FileField field(Type type, FieldLevels parent) {
      if (type.isRepetition(Repetition.REPEATED)) {
        // A list of two levels without a group around it.
        return list(type.getName(), false, parent, element(type, parent.ofElements(false)));
      }
      boolean nullable = type.isRepetition(Repetition.OPTIONAL);
      return value(type, nullable, parent.ofFields(nullable));
    }

    private FileField value(Type type, boolean nullable, FieldLevels levels) {
      if (type.isPrimitive()) {
        return leaf(type.asPrimitiveType(), nullable, levels);
      }
      GroupType group = type.asGroupType();
      if (NestedShapes.isList(group)) {
        Type repeated = group.getType(0);
        return list(group.getName(), nullable, levels, elementOfList(group, repeated, levels));
      }
      if (NestedShapes.isMap(group)) {
        return map(group, nullable, levels);
      }
      return struct(group.getName(), nullable, levels, children(group, levels));
    }

    private FileField elementOfList(GroupType list, Type repeated, FieldLevels levels) {
      if (NestedShapes.repeatedIsElement(list)) {
        return element(repeated, levels.ofElements(false));
      }
      Type element = repeated.asGroupType().getType(0);
      return field(element, levels.ofElements(false));
    }

    /** A repeated field that is the element itself. */
    private FileField element(Type repeated, FieldLevels levels) {
      return repeated.isPrimitive()
          ? leaf(repeated.asPrimitiveType(), false, levels)
          : struct(repeated.getName(), false, levels, children(repeated.asGroupType(), levels));
    }

    private FileField map(GroupType map, boolean nullable, FieldLevels levels) {
      GroupType entry = map.getType(0).asGroupType();
      FieldLevels ofEntries = levels.ofElements(false);
      List<FileField> parts = children(entry, ofEntries);
      FileField entries = struct("entries", false, ofEntries, parts);
      return new FileField(
          field(map.getName(), nullable, new ArrowType.Map(false), List.of(entries.field())),
          new ListOf(levels, false, entries.assembly()));
    }

    private FileField list(String name, boolean nullable, FieldLevels levels, FileField element) {
      return new FileField(
          field(name, nullable, ArrowType.List.INSTANCE, List.of(element.field())),
          new ListOf(levels, false, element.assembly()));
    }

    private FileField struct(
        String name, boolean nullable, FieldLevels levels, List<FileField> children) {
      return new FileField(
          field(
              name,
              nullable,
              ArrowType.Struct.INSTANCE,
              children.stream().map(FileField::field).toList()),
          new StructOf(levels, children.stream().map(FileField::assembly).toList()));
    }

    private FileField leaf(PrimitiveType column, boolean nullable, FieldLevels levels) {
      StoredType stored = StoredType.of(column);
      return new FileField(
          new Field(
              column.getName(),
              new FieldType(nullable, stored.type(), null, stored.metadata()),
              List.of()),
          new ValuesOf(levels, leaf++, form(stored.type())));
    }

    private static Field field(
        String name, boolean nullable, ArrowType type, List<Field> children) {
      return new Field(name, new FieldType(nullable, type, null, Map.of()), children);
    }
  }

  private static SlotForm form(ArrowType type) {
    return switch (type.getTypeID()) {
      case Null -> new NoSlots();
      case Bool -> new BitSlots();
      case Int -> new NumberSlots(((ArrowType.Int) type).getBitWidth() / Byte.SIZE);
      case FloatingPoint ->
          switch (((ArrowType.FloatingPoint) type).getPrecision()) {
            case HALF -> new ByteSlots(Short.BYTES);
            case SINGLE -> new NumberSlots(Integer.BYTES);
            case DOUBLE -> new NumberSlots(Long.BYTES);
          };
      case Utf8, Binary -> new VariableSlots(false);
      case FixedSizeBinary -> new ByteSlots(((ArrowType.FixedSizeBinary) type).getByteWidth());
      case Decimal -> new NumberSlots(((ArrowType.Decimal) type).getBitWidth() / Byte.SIZE);
      case Date -> new NumberSlots(Integer.BYTES);
      case Time -> new NumberSlots(((ArrowType.Time) type).getBitWidth() / Byte.SIZE);
      case Timestamp -> new NumberSlots(Long.BYTES);
      default -> throw new IllegalArgumentException("%s is not stored so".formatted(type));
    };
  }
}
