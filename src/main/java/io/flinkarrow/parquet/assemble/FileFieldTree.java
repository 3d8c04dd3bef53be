package io.flinkarrow.parquet.assemble;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.assemble.FieldAssembly.FixedSizeListOf;
import io.flinkarrow.parquet.assemble.FieldAssembly.ListOf;
import io.flinkarrow.parquet.assemble.FieldAssembly.ListViewOf;
import io.flinkarrow.parquet.assemble.FieldAssembly.StructOf;
import io.flinkarrow.parquet.assemble.FieldAssembly.ValuesOf;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.schema.NestedShapes;
import io.flinkarrow.parquet.schema.StoredType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * Goes through a file's schema depth first, which is the order of its leaf columns, and makes the
 * fields of those that are read. A group without such columns holds nothing and is left out. Used
 * once.
 */
final class FileFieldTree {

  private static final String ENTRIES = "entries";

  private final BitSet chosen;
  private final Map<String, String> metadata;

  /** Null if INT96 are the bytes that they are. */
  @Nullable private final TimeUnit int96Unit;

  private final DictionaryNumbers dictionaryIds = new DictionaryNumbers();

  /** Of the file. */
  private int leaf;

  /** Of those that are read. */
  private int read;

  /** Names of the file's fields, down to the one at hand. */
  private final List<String> path = new ArrayList<>();

  /**
   * @param chosen numbers of the leaf columns that are read
   * @param metadata the footer's keys and values
   * @param int96Unit null if INT96 are the bytes that they are
   */
  FileFieldTree(BitSet chosen, Map<String, String> metadata, @Nullable TimestampUnit int96Unit) {
    this.chosen = chosen;
    this.metadata = metadata;
    this.int96Unit = int96Unit == null ? null : unit(int96Unit);
  }

  private static TimeUnit unit(TimestampUnit unit) {
    return switch (unit) {
      case MILLIS -> TimeUnit.MILLISECOND;
      case MICROS -> TimeUnit.MICROSECOND;
      case NANOS -> TimeUnit.NANOSECOND;
    };
  }

  /**
   * @param stored the fields of the Arrow schema that the footer keeps
   */
  List<FileField> of(MessageType message, List<Field> stored) {
    return children(message, FieldLevels.ROWS, stored);
  }

  private List<FileField> children(GroupType group, FieldLevels levels, List<Field> stored) {
    Map<String, Field> byName = StoredFields.byName(stored);
    List<FileField> fields = new ArrayList<>();
    for (Type child : group.getFields()) {
      if (isRead(child)) {
        fields.add(field(child, levels, byName.get(child.getName())));
      }
    }
    return fields;
  }

  /** Whether any column below a field is; passes over the field if not. */
  private boolean isRead(Type field) {
    int end = leaf + columns(field);
    int next = chosen.nextSetBit(leaf);
    boolean isRead = next >= 0 && next < end;
    if (!isRead) {
      leaf = end;
    }
    return isRead;
  }

  private static int columns(Type field) {
    return field.isPrimitive()
        ? 1
        : field.asGroupType().getFields().stream().mapToInt(FileFieldTree::columns).sum();
  }

  private FileField field(Type type, FieldLevels parent, @Nullable Field stored) {
    path.add(type.getName());
    FileField field;
    if (type.isRepetition(Repetition.REPEATED)) {
      // A list of two levels without a group around it.
      Field element = StoredFields.element(stored);
      FieldLevels below = parent.ofElements(false);
      field = list(type, false, parent, stored, value(type, false, below, element));
    } else {
      boolean nullable = type.isRepetition(Repetition.OPTIONAL);
      field = value(type, nullable, parent.ofFields(nullable), stored);
    }
    path.remove(path.size() - 1);
    return field;
  }

  private FileField value(Type type, boolean nullable, FieldLevels levels, @Nullable Field stored) {
    if (type.isPrimitive()) {
      return leaf(type.asPrimitiveType(), nullable, levels, stored);
    }
    GroupType group = type.asGroupType();
    if (NestedShapes.isList(group)) {
      FileField element = elementOfList(group, levels, StoredFields.element(stored));
      return list(group, nullable, levels, stored, element);
    }
    if (NestedShapes.isMap(group) || NestedShapes.isSet(group)) {
      return map(group, nullable, levels, stored);
    }
    List<FileField> children = children(group, levels, StoredFields.ofStruct(stored));
    FieldDescription description = new FieldDescription(group, nullable, stored);
    return new FileField(
        description.struct(fields(children)), new StructOf(levels, assemblies(children)));
  }

  private FileField elementOfList(GroupType list, FieldLevels levels, @Nullable Field stored) {
    Type repeated = list.getType(0);
    FieldLevels below = levels.ofElements(false);
    path.add(repeated.getName());
    FileField element =
        NestedShapes.repeatedIsElement(list)
            ? value(repeated, false, below, stored)
            : field(repeated.asGroupType().getType(0), below, stored);
    path.remove(path.size() - 1);
    return element;
  }

  private FileField list(
      Type list, boolean nullable, FieldLevels levels, @Nullable Field stored, FileField found) {
    FileField element = named(StoredFields.element(stored), found);
    ArrowType wanted =
        StoredFields.ifList(stored) == null ? ArrowType.List.INSTANCE : StorageType.of(stored);
    FieldAssembly elements = element.assembly();
    FieldAssembly assembly =
        switch (wanted.getTypeID()) {
          case LargeList -> new ListOf(levels, true, elements);
          case ListView -> new ListViewOf(levels, false, elements);
          case LargeListView -> new ListViewOf(levels, true, elements);
          case FixedSizeList ->
              FixedSizeListOf.isFor(levels, elements)
                  ? new FixedSizeListOf(
                      levels, ((ArrowType.FixedSizeList) wanted).getListSize(), elements)
                  : new ListOf(levels, false, elements);
          default -> new ListOf(levels, false, elements);
        };
    ArrowType type =
        assembly instanceof ListOf narrow && !narrow.wideOffsets()
            ? ArrowType.List.INSTANCE
            : wanted;
    FieldDescription description = new FieldDescription(list, nullable, stored);
    return new FileField(description.of(type, List.of(element.field())), assembly);
  }

  private static FileField named(@Nullable Field stored, FileField field) {
    return stored == null
        ? field
        : new FileField(FileField.named(stored.getName(), field.field()), field.assembly());
  }

  /** A map without values is a list of its keys. */
  private FileField map(
      GroupType map, boolean nullable, FieldLevels levels, @Nullable Field stored) {
    GroupType entry = map.getType(0).asGroupType();
    FieldLevels below = levels.ofElements(false);
    Field storedEntries = StoredFields.entries(stored);
    path.add(entry.getName());
    List<FileField> parts = new ArrayList<>();
    for (Type part : entry.getFields()) {
      if (isRead(part)) {
        Field storedPart = StoredFields.ofEntries(storedEntries, parts.size());
        parts.add(named(storedPart, field(part, below, storedPart)));
      }
    }
    path.remove(path.size() - 1);
    if (parts.size() == 1) {
      return list(map, nullable, levels, null, parts.get(0));
    }
    Field entries = new FieldDescription(entry, false, null).struct(fields(parts));
    Field namedEntries =
        FileField.named(storedEntries == null ? ENTRIES : storedEntries.getName(), entries);
    boolean keysSorted =
        storedEntries != null && ((ArrowType.Map) StorageType.of(stored)).getKeysSorted();
    FieldDescription description = new FieldDescription(map, nullable, stored);
    return new FileField(
        description.of(new ArrowType.Map(keysSorted), List.of(namedEntries)),
        new ListOf(levels, false, new StructOf(below, assemblies(parts))));
  }

  private FileField leaf(
      PrimitiveType column, boolean nullable, FieldLevels levels, @Nullable Field stored) {
    leaf++;
    String name = String.join(".", path);
    if (levels.present() > Levels.HIGHEST) {
      throw new UnsupportedOperationException(
          "Column '%s' has %d definition levels, but at most %d can be read: leave it out, or write the file with less nesting"
              .formatted(name, levels.present(), Levels.HIGHEST));
    }
    RestoredLeaf restored =
        RestoredLeaf.of(column, StoredType.of(column, int96Unit, metadata), stored, dictionaryIds);
    return new FileField(
        new FieldDescription(column, nullable, stored).leaf(restored),
        new ValuesOf(levels, name, read++, restored.form()));
  }

  private static List<Field> fields(List<FileField> fields) {
    return fields.stream().map(FileField::field).toList();
  }

  private static List<FieldAssembly> assemblies(List<FileField> fields) {
    return fields.stream().map(FileField::assembly).toList();
  }
}
