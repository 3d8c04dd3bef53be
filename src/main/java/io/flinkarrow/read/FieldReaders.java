package io.flinkarrow.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes the readers of fields as they are asked for out of a file's schema. Fields are found by
 * name, also within rows; lists and maps by what the format says they are.
 */
final class FieldReaders {

  private final String file;
  private final List<ColumnDescriptor> columns;
  private final Map<List<String>, Integer> columnIndexes = new HashMap<>();
  private final List<LeafReader> leaves = new ArrayList<>();

  private FieldReaders(String file, MessageType schema) {
    this.file = file;
    columns = schema.getColumns();
    for (int i = 0; i < columns.size(); i++) {
      columnIndexes.put(List.of(columns.get(i).getPath()), i);
    }
  }

  /**
   * The readers of a row's fields.
   *
   * @param file for messages
   * @throws UnsupportedOperationException if a field's type in the file is not one that can be read
   *     as the asked one, or if the file lacks a field that is NOT NULL
   */
  static RowReader of(String file, MessageType schema, RowType asked) {
    FieldReaders readers = new FieldReaders(file, schema);
    List<String> names = asked.getFieldNames();
    FieldReader[] fields = new FieldReader[names.size()];
    for (int i = 0; i < fields.length; i++) {
      String name = names.get(i);
      LogicalType type = asked.getTypeAt(i);
      fields[i] =
          schema.containsField(name)
              ? readers.field(type, FieldPlace.topLevel(schema.getType(name)))
              : readers.missing(type, name, schema);
    }
    return new RowReader(names, fields, readers.leaves);
  }

  private FieldReader field(LogicalType asked, FieldPlace place) {
    if (asked instanceof DistinctType distinct) {
      return field(distinct.getSourceType().copy(asked.isNullable()), place);
    }
    if (place.isRepeated()) {
      if (!(asked instanceof ArrayType array)) {
        throw mismatch(asked, place);
      }
      return new ListFieldReader(value(array.getElementType(), place), place.repeated());
    }
    FieldReader reader = value(asked, place);
    return place.isOptional() && !asked.isNullable()
        ? new RequiredFieldReader(reader, place.name())
        : reader;
  }

  private FieldReader value(LogicalType asked, FieldPlace place) {
    return switch (asked.getTypeRoot()) {
      case ROW, STRUCTURED_TYPE -> row(asked, place);
      case ARRAY -> list((ArrayType) asked, place);
      case MAP ->
          map(asked, ((MapType) asked).getKeyType(), ((MapType) asked).getValueType(), place);
      case MULTISET ->
          map(asked, ((MultisetType) asked).getElementType(), new IntType(false), place);
      case VARIANT -> variant(asked, place);
      case DISTINCT_TYPE -> value(((DistinctType) asked).getSourceType(), place);
      default -> leaf(asked, place);
    };
  }

  private FieldReader leaf(LogicalType asked, FieldPlace place) {
    LeafConverter converter =
        place.isGroup()
            ? null
            : LeafConverters.find(asked, place.type().asPrimitiveType()).orElse(null);
    if (converter == null) {
      throw mismatch(asked, place);
    }
    return leaf(converter, place);
  }

  private LeafReader leaf(LeafConverter converter, FieldPlace place) {
    int index = columnIndexes.get(List.of(place.path()));
    LeafReader leaf = new LeafReader(columns.get(index), index, converter);
    leaves.add(leaf);
    return leaf;
  }

  private FieldReader row(LogicalType asked, FieldPlace place) {
    if (!place.isGroup() || NestedShapes.isList(place.type()) || NestedShapes.isMap(place.type())) {
      throw mismatch(asked, place);
    }
    GroupType group = place.type().asGroupType();
    List<String> names = LogicalTypeChecks.getFieldNames(asked);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(asked);
    FieldReader[] fields = new FieldReader[names.size()];
    FieldReader levels = null;
    for (int i = 0; i < fields.length; i++) {
      String name = names.get(i);
      if (group.containsField(name)) {
        fields[i] = field(types.get(i), place.child(group.getType(name)));
        levels = levels == null ? fields[i] : levels;
      } else {
        fields[i] = missing(types.get(i), place.name() + "." + name, group);
      }
    }
    if (levels == null) {
      throw mismatch(asked, place);
    }
    return new RowFieldReader(fields, place.definitionLevel(), levels);
  }

  private FieldReader list(ArrayType asked, FieldPlace place) {
    if (!NestedShapes.isList(place.type())) {
      throw mismatch(asked, place);
    }
    FieldPlace repeated = place.child(0);
    FieldReader element =
        NestedShapes.repeatedIsElement(place.type().asGroupType())
            ? value(asked.getElementType(), repeated)
            : field(asked.getElementType(), repeated.child(0));
    return new ListFieldReader(element, repeated.repeated());
  }

  private FieldReader map(LogicalType asked, LogicalType key, LogicalType value, FieldPlace place) {
    if (!NestedShapes.isMap(place.type())) {
      throw mismatch(asked, place);
    }
    FieldPlace entry = place.child(0);
    return new MapFieldReader(
        field(key, entry.child(0)), field(value, entry.child(1)), entry.repeated());
  }

  private FieldReader variant(LogicalType asked, FieldPlace place) {
    if (!NestedShapes.isVariant(place.type())) {
      throw mismatch(asked, place);
    }
    GroupType group = place.type().asGroupType();
    return new VariantFieldReader(
        part(place.child(group.getType("metadata"))),
        part(place.child(group.getType("value"))),
        place.definitionLevel());
  }

  private FieldReader part(FieldPlace place) {
    FieldReader leaf = leaf(LeafConverter.ofByteArrays(), place);
    return place.isOptional() ? new RequiredFieldReader(leaf, place.name()) : leaf;
  }

  private FieldReader missing(LogicalType asked, String path, GroupType parent) {
    if (!asked.isNullable()) {
      throw new UnsupportedOperationException(
          "Column '%s' is declared %s, but %s does not have it. Beside it are: %s. Declare it nullable to read nulls"
              .formatted(
                  path,
                  asked.asSummaryString(),
                  file,
                  parent.getFields().stream().map(Type::getName).toList()));
    }
    return new MissingFieldReader();
  }

  private UnsupportedOperationException mismatch(LogicalType asked, FieldPlace place) {
    return new UnsupportedOperationException(
        "Column '%s' of %s cannot be read as %s, because it is: %s. Declare it with a type that fits"
            .formatted(
                place.name(),
                file,
                asked.asSummaryString(),
                place.type().toString().replaceAll("\\s+", " ").strip()));
  }
}
