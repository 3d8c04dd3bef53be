package io.flinkarrow.read.field;

import io.flinkarrow.parquet.schema.NestedShapes;
import io.flinkarrow.value.KeyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes the readers of fields as they are asked for out of a file's schema. Fields are found by
 * name, also within rows; lists and maps by what the format says they are.
 */
public final class FieldReaders {

  private final String file;
  private final boolean utcTimezone;
  private final RowMemory memory;
  private final List<LeafReader> leaves = new ArrayList<>();

  private FieldReaders(String file, boolean utcTimezone, RowMemory memory) {
    this.file = file;
    this.utcTimezone = utcTimezone;
    this.memory = memory;
  }

  /**
   * The readers of a row's fields.
   *
   * @param file for messages
   * @param utcTimezone whether timestamps without the UTC flag are nevertheless counted in UTC; if
   *     not, they are moved to the JVM's time zone
   * @param memory of the row that they read
   * @throws UnsupportedOperationException if a field's type in the file is not one that can be read
   *     as the asked one, if the file lacks a field that is NOT NULL, or if it has several of one
   *     name
   */
  public static RowFields of(
      String file, MessageType schema, RowType asked, boolean utcTimezone, RowMemory memory) {
    FieldReaders readers = new FieldReaders(file, utcTimezone, memory);
    FieldReader[] fields = readers.fields(asked, FieldPlace.root(schema));
    List<LeafReader> leaves = readers.leaves;
    List<LeafReader> counters = leaves.isEmpty() ? readers.counters(schema) : List.of();
    return new RowFields(asked.getFieldNames(), fields, leaves, counters);
  }

  /** All columns, those first whose rows are counted with the least work. */
  private List<LeafReader> counters(MessageType schema) {
    List<ColumnDescriptor> columns = FieldPlace.root(schema).leaves();
    return IntStream.range(0, columns.size())
        .mapToObj(i -> new LeafReader(columns.get(i), i, LeafConverter.ofNone(), 0, memory))
        .sorted(Comparator.comparing(leaf -> leaf.column().getMaxRepetitionLevel()))
        .toList();
  }

  /** The readers of a row's fields, found by name among the children of a group. */
  private FieldReader[] fields(LogicalType asked, FieldPlace parent) {
    Map<String, List<FieldPlace>> children =
        parent.children().stream().collect(Collectors.groupingBy(child -> child.type().getName()));
    List<String> names = LogicalTypeChecks.getFieldNames(asked);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(asked);
    FieldReader[] fields = new FieldReader[names.size()];
    for (int i = 0; i < fields.length; i++) {
      List<FieldPlace> found = children.getOrDefault(names.get(i), List.of());
      fields[i] =
          switch (found.size()) {
            case 0 -> missing(types.get(i), names.get(i), parent);
            case 1 -> field(types.get(i), found.get(0));
            default -> throw ambiguous(found);
          };
    }
    return fields;
  }

  private FieldReader field(LogicalType asked, FieldPlace place) {
    if (asked instanceof DistinctType distinct) {
      return field(distinct.getSourceType().copy(asked.isNullable()), place);
    }
    if (place.isRepeated()) {
      if (!(asked instanceof ArrayType array)) {
        throw mismatch(asked, place);
      }
      return new ListFieldReader(value(array.getElementType(), place), place.repeated(), memory);
    }
    FieldReader reader = value(asked, place);
    return place.isOptional() && !asked.isNullable()
        ? new RequiredFieldReader(reader, place.name())
        : reader;
  }

  private FieldReader value(LogicalType asked, FieldPlace place) {
    if (NestedShapes.isUnknown(place.type())) {
      return new NullFieldReader(leaf(LeafConverter.ofNone(), 0, place), place.name());
    }
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
    if (place.isGroup()) {
      throw mismatch(asked, place);
    }
    LeafConverters converters =
        new LeafConverters(asked, place.type().asPrimitiveType(), utcTimezone);
    LeafConverter converter = converters.find().orElseThrow(() -> mismatch(asked, place));
    return leaf(converter, converters.fixedBytes(), place);
  }

  private LeafReader leaf(LeafConverter converter, int fixedBytes, FieldPlace place) {
    LeafReader leaf =
        new LeafReader(place.column(), place.firstColumn(), converter, fixedBytes, memory);
    leaves.add(leaf);
    return leaf;
  }

  private FieldReader row(LogicalType asked, FieldPlace place) {
    if (!place.isGroup() || NestedShapes.isList(place.type()) || NestedShapes.isMap(place.type())) {
      throw mismatch(asked, place);
    }
    FieldReader[] fields = fields(asked, place);
    Siblings present = Siblings.of(place.definitionLevel(), fields);
    if (present.fields().length == 0) {
      throw mismatch(asked, place);
    }
    return new RowFieldReader(fields, present, memory);
  }

  private FieldReader list(ArrayType asked, FieldPlace place) {
    if (NestedShapes.isSet(place.type())) {
      FieldPlace entry = place.children().get(0);
      FieldPlace key = entry.children().get(0);
      return new ListFieldReader(field(asked.getElementType(), key), entry.repeated(), memory);
    }
    if (!NestedShapes.isList(place.type())) {
      throw mismatch(asked, place);
    }
    FieldPlace repeated = place.children().get(0);
    FieldReader element =
        NestedShapes.repeatedIsElement(place.type().asGroupType())
            ? value(asked.getElementType(), repeated)
            : field(asked.getElementType(), repeated.children().get(0));
    return new ListFieldReader(element, repeated.repeated(), memory);
  }

  private FieldReader map(LogicalType asked, LogicalType key, LogicalType value, FieldPlace place) {
    if (!NestedShapes.isMap(place.type()) && !NestedShapes.isSet(place.type())) {
      throw mismatch(asked, place);
    }
    FieldPlace entry = place.children().get(0);
    List<FieldPlace> fields = entry.children();
    return new MapFieldReader(
        field(key, fields.get(0)),
        KeyOrder.of(key),
        fields.size() == 1 ? missing(value, "value", entry) : field(value, fields.get(1)),
        entry.repeated(),
        memory);
  }

  private FieldReader variant(LogicalType asked, FieldPlace place) {
    if (ShreddedVariants.isShredded(place.type())) {
      return new ShreddedVariants(this::leaf, part -> mismatch(asked, part), memory).variant(place);
    }
    if (!NestedShapes.isVariant(place.type())) {
      throw mismatch(asked, place);
    }
    List<FieldPlace> parts = place.children();
    int metadata = place.type().asGroupType().getFieldIndex("metadata");
    return new VariantFieldReader(
        part(parts.get(metadata)), part(parts.get(1 - metadata)), place.definitionLevel());
  }

  private FieldReader part(FieldPlace place) {
    FieldReader leaf = leaf(LeafConverter.ofByteArrays(), 0, place);
    return place.isOptional() ? new RequiredFieldReader(leaf, place.name()) : leaf;
  }

  private FieldReader missing(LogicalType asked, String name, FieldPlace parent) {
    if (!asked.isNullable()) {
      throw new UnsupportedOperationException(
          "Column '%s' is declared %s, but %s does not have it. Beside it are: %s. Declare it nullable to read nulls"
              .formatted(
                  parent.path().length == 0 ? name : parent.name() + "." + name,
                  asked.asSummaryString(),
                  file,
                  parent.type().asGroupType().getFields().stream().map(Type::getName).toList()));
    }
    return new MissingFieldReader();
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
