package io.flinkarrow.read.field;

import io.flinkarrow.parquet.schema.NestedShapes;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Finds the leaf columns of a file that the fields of rows are read from, and refuses those that
 * cannot be read as what is asked for. Fields are found by name, also within rows; lists and maps
 * by what the format says they are.
 */
public final class AskedFields {

  private final String file;
  private final BitSet leaves = new BitSet();

  private AskedFields(String file) {
    this.file = file;
  }

  /**
   * The numbers of the leaf columns.
   *
   * @param file for messages
   * @throws UnsupportedOperationException if a field's type in the file is not one that can be read
   *     as the asked one, if the file lacks a field that is NOT NULL, or if it has several of one
   *     name
   */
  public static BitSet leaves(String file, MessageType schema, RowType asked) {
    AskedFields fields = new AskedFields(file);
    fields.find(asked, FieldPlace.root(schema));
    return fields.leaves;
  }

  /** Finds a row's fields by name among the children of a group; says whether there is any. */
  private boolean find(LogicalType asked, FieldPlace parent) {
    Map<String, List<FieldPlace>> children =
        parent.children().stream().collect(Collectors.groupingBy(child -> child.type().getName()));
    List<String> names = LogicalTypeChecks.getFieldNames(asked);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(asked);
    boolean any = false;
    for (int i = 0; i < names.size(); i++) {
      List<FieldPlace> found = children.getOrDefault(names.get(i), List.of());
      switch (found.size()) {
        case 0 -> requireNullable(types.get(i), names.get(i), parent);
        case 1 -> {
          field(types.get(i), found.get(0));
          any = true;
        }
        default -> throw ambiguous(found);
      }
    }
    return any;
  }

  private void field(LogicalType asked, FieldPlace place) {
    if (asked instanceof DistinctType distinct) {
      field(distinct.getSourceType(), place);
    } else if (!place.isRepeated()) {
      value(asked, place);
    } else if (asked instanceof ArrayType array) {
      value(array.getElementType(), place);
    } else {
      throw mismatch(asked, place);
    }
  }

  private void value(LogicalType asked, FieldPlace place) {
    if (NestedShapes.isUnknown(place.type())) {
      leaves.set(place.firstColumn());
      return;
    }
    switch (asked.getTypeRoot()) {
      case ROW, STRUCTURED_TYPE -> row(asked, place);
      case ARRAY -> list((ArrayType) asked, place);
      case MAP ->
          map(asked, ((MapType) asked).getKeyType(), ((MapType) asked).getValueType(), place);
      case MULTISET ->
          map(asked, ((MultisetType) asked).getElementType(), new IntType(false), place);
      case VARIANT -> variant(asked, place);
      case DISTINCT_TYPE -> value(((DistinctType) asked).getSourceType(), place);
      default -> leaf(asked, place);
    }
  }

  private void leaf(LogicalType asked, FieldPlace place) {
    if (place.isGroup() || !LeafTypes.isReadAs(place.type().asPrimitiveType(), asked)) {
      throw mismatch(asked, place);
    }
    leaves.set(place.firstColumn());
  }

  private void row(LogicalType asked, FieldPlace place) {
    boolean isRow =
        place.isGroup() && !NestedShapes.isList(place.type()) && !NestedShapes.isMap(place.type());
    if (!isRow || !find(asked, place)) {
      throw mismatch(asked, place);
    }
  }

  private void list(ArrayType asked, FieldPlace place) {
    LogicalType element = asked.getElementType();
    if (NestedShapes.isSet(place.type())) {
      field(element, place.children().get(0).children().get(0));
    } else if (NestedShapes.isList(place.type())) {
      FieldPlace repeated = place.children().get(0);
      if (NestedShapes.repeatedIsElement(place.type().asGroupType())) {
        value(element, repeated);
      } else {
        field(element, repeated.children().get(0));
      }
    } else {
      throw mismatch(asked, place);
    }
  }

  private void map(LogicalType asked, LogicalType key, LogicalType value, FieldPlace place) {
    if (!NestedShapes.isMap(place.type()) && !NestedShapes.isSet(place.type())) {
      throw mismatch(asked, place);
    }
    FieldPlace entry = place.children().get(0);
    List<FieldPlace> fields = entry.children();
    field(key, fields.get(0));
    if (fields.size() == 1) {
      requireNullable(value, "value", entry);
    } else {
      field(value, fields.get(1));
    }
  }

  private void variant(LogicalType asked, FieldPlace place) {
    if (ShreddedVariants.isShredded(place.type())) {
      new ShreddedVariants(part -> mismatch(asked, part)).check(place);
    } else if (!NestedShapes.isVariant(place.type())) {
      throw mismatch(asked, place);
    }
    leaves.set(place.firstColumn(), place.firstColumn() + place.columns());
  }

  private void requireNullable(LogicalType asked, String name, FieldPlace parent) {
    if (!asked.isNullable()) {
      throw new UnsupportedOperationException(
          "Column '%s' is declared %s, but %s does not have it. Beside it are: %s. Declare it nullable to read nulls"
              .formatted(
                  parent.path().length == 0 ? name : parent.name() + "." + name,
                  asked.asSummaryString(),
                  file,
                  parent.type().asGroupType().getFields().stream().map(Type::getName).toList()));
    }
  }

  private UnsupportedOperationException ambiguous(List<FieldPlace> found) {
    return new UnsupportedOperationException(
        "Column '%s' cannot be read from %s, which has %d columns of this name there: leave it out, or write the file with other names"
            .formatted(found.get(0).name(), file, found.size()));
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
