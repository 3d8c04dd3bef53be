"""Writes the streams of Arrow's integration suite again, with random values, beside this script. Made with pyarrow 25.0.1.

Names and shapes are those of arrow-testing, data/arrow-ipc-stream/integration; the values are not.
"""

import ctypes
import datetime
import decimal
import random
import struct
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc

HERE = Path(__file__).parent
random.seed(15)


def some(rows, value, nullable=True):
    return [None if nullable and random.random() < 0.3 else value() for _ in range(rows)]


def text():
    return "".join(random.choice("abcXYZ äöü€ÿ😀") for _ in range(random.randrange(9)))


def data(width):
    return random.randbytes(width)


def both(name, type):
    return [pa.field(f"{name}_nullable", type), pa.field(f"{name}_nonnullable", type, False)]


def value(type):
    t = pa.types
    if t.is_boolean(type):
        return random.random() < 0.5
    if t.is_integer(type):
        bits = type.bit_width
        return random.getrandbits(bits) - (1 << (bits - 1) if t.is_signed_integer(type) else 0)
    if t.is_floating(type):
        return struct.unpack("<f", struct.pack("<f", random.uniform(-1000, 1000)))[0]
    if t.is_string(type) or t.is_large_string(type) or t.is_string_view(type):
        return text() * random.randrange(4)
    if t.is_fixed_size_binary(type) and not t.is_decimal(type):
        return data(type.byte_width)
    if t.is_binary(type) or t.is_large_binary(type) or t.is_binary_view(type):
        return data(random.randrange(30))
    if t.is_decimal(type):
        digits = random.randrange(10**type.precision)
        return decimal.Decimal(digits).scaleb(-type.scale, decimal.Context(prec=100))
    if t.is_date32(type):
        return random.randrange(-100000, 100000)
    if t.is_date64(type):
        return random.randrange(-100000, 100000) * 86400000
    if t.is_time(type):
        return random.randrange(86400 * {"s": 1, "ms": 1000, "us": 10**6, "ns": 10**9}[type.unit])
    if t.is_timestamp(type) or t.is_duration(type):
        return random.randrange(-(2**53), 2**53) // (1 if type.unit in ("us", "ns") else 10**6)
    if t.is_interval(type):
        return (random.randrange(99), random.randrange(99), random.randrange(10**6) * 10**6)
    if t.is_list(type) or t.is_large_list(type) or t.is_list_view(type) or t.is_large_list_view(type):
        return some(random.randrange(5), lambda: value(type.value_type), type.value_field.nullable)
    if t.is_fixed_size_list(type):
        return some(type.list_size, lambda: value(type.value_type), type.value_field.nullable)
    if t.is_struct(type):
        return {f.name: some(1, lambda f=f: value(f.type), f.nullable)[0] for f in type}
    if t.is_map(type):
        keys = {value(type.key_type): None for _ in range(random.randrange(4))}
        return [(k, some(1, lambda: value(type.item_type), type.item_field.nullable)[0]) for k in keys]
    raise ValueError(type)


def column(field, rows):
    if pa.types.is_null(field.type):
        return pa.nulls(rows)
    values = some(rows, lambda: value(field.type), field.nullable)
    if pa.types.is_date64(field.type):
        return pa.array(values, pa.int64()).cast(field.type)
    return pa.array(values, field.type)


def write(name, schema, batches, **options):
    with ipc.new_stream(str(HERE / f"{name}.stream"), schema, options=ipc.IpcWriteOptions(**options)) as out:
        for batch in batches:
            out.write_batch(batch)


def generated(name, fields, rows=(7, 10), metadata=None, **options):
    schema = pa.schema(fields, metadata=metadata)
    batches = [pa.record_batch([column(f, n) for f in schema], schema=schema) for n in rows]
    write(name, schema, batches, **options)


def arrays(name, *columns, **options):
    """One batch of columns that are there already."""
    batch = pa.record_batch([c for _, c in columns], names=[n for n, _ in columns])
    write(name, batch.schema, [batch], **options)


PRIMITIVES = [
    *both("bool", pa.bool_()),
    *[f for t in ("int", "uint") for b in (8, 16, 32, 64) for f in both(f"{t}{b}", getattr(pa, f"{t}{b}")())],
    *both("float32", pa.float32()),
    *both("float64", pa.float64()),
    *both("binary", pa.binary()),
    *both("utf8", pa.string()),
    *both("fixedsizebinary_19", pa.binary(19)),
    *both("fixedsizebinary_120", pa.binary(120)),
]
generated("primitive", PRIMITIVES)
generated("primitive_no_batches", PRIMITIVES, rows=())
generated("primitive_zerolength", PRIMITIVES, rows=(0, 0, 0))
generated("primitive_large_offsets", [*both("largebinary", pa.large_binary()), *both("largeutf8", pa.large_string())])
generated("primitive_v4", PRIMITIVES, metadata_version=ipc.MetadataVersion.V4)
generated("primitive_0.14", PRIMITIVES[:6], metadata_version=ipc.MetadataVersion.V4, use_legacy_format=True)
generated("uncompressed", [pa.field("ints", pa.int32()), pa.field("strings", pa.string())])
for codec in ("lz4", "zstd"):
    repeated = pa.array(["the same string"] * 200)
    arrays(codec, ("ints", pa.array([*range(100)] * 2, pa.int32())), ("strings", repeated), compression=codec)
    arrays(f"uncompressible_{codec}", ("bytes", pa.array([data(40) for _ in range(9)])), compression=codec)

generated("null", [pa.field("f0", pa.null()), pa.field("f1", pa.int32()), pa.field("f2", pa.null())], rows=(10, 0))
generated("null_trivial", [pa.field("f0", pa.null())], rows=(0, 0))
generated("decimal", [pa.field(f"f{p}", pa.decimal128(p, 2)) for p in (3, 9, 10, 18, 19, 38)])
generated("decimal256", [pa.field(f"f{p}", pa.decimal256(p, 5)) for p in (37, 38, 39, 57, 70, 76)])
generated("decimal32", [pa.field(f"f{p}", pa.decimal32(p, 2)) for p in (3, 6, 9)])
generated("decimal64", [pa.field(f"f{p}", pa.decimal64(p, 2)) for p in (3, 10, 18)])
generated(
    "datetime",
    [
        pa.field("date32", pa.date32()),
        pa.field("date64", pa.date64()),
        *[pa.field(f"time_{u}", pa.time32(u)) for u in ("s", "ms")],
        *[pa.field(f"time_{u}", pa.time64(u)) for u in ("us", "ns")],
        *[pa.field(f"timestamp_{u}", pa.timestamp(u)) for u in ("s", "ms", "us", "ns")],
        pa.field("timestamp_ms_zone", pa.timestamp("ms", "UTC")),
        pa.field("timestamp_us_zone", pa.timestamp("us", "US/Eastern")),
    ],
)
generated("duration", [pa.field(u, pa.duration(u)) for u in ("s", "ms", "us", "ns")])
generated("interval_mdn", both("interval", pa.month_day_nano_interval()))

entries = [pa.field("key", pa.string(), False), pa.field("value", pa.int32())]
generated("map", [*both("map", pa.map_(*entries))])
generated(
    "map_non_canonical",
    [pa.field("map_other_names", pa.map_(pa.field("some_key", pa.string(), False), pa.field("some_value", pa.int32())))],
)
item = pa.field("item", pa.int32())
generated(
    "nested",
    [
        *both("list", pa.list_(item)),
        *both("fixedsizelist", pa.list_(item, 4)),
        *both("struct", pa.struct([pa.field("f1", pa.int32()), pa.field("f2", pa.string(), False)])),
    ],
)
generated(
    "recursive_nested",
    [
        pa.field("lists_list", pa.list_(pa.list_(pa.int16()))),
        pa.field("structs_list", pa.list_(pa.struct([pa.field("f1", pa.int32()), pa.field("f2", pa.list_(pa.string()))]))),
        pa.field("struct_of_maps", pa.struct([pa.field("m", pa.map_(pa.string(), pa.list_(pa.float64())))])),
    ],
)
generated(
    "nested_large_offsets",
    [
        *both("large_list", pa.large_list(item)),
        pa.field("large_list_of_lists", pa.large_list(pa.large_list(pa.int16()))),
        pa.field("structs", pa.large_list(pa.struct([item]))),
    ],
)
generated("binary_view", [*both("bv", pa.binary_view()), *both("sv", pa.string_view())])
generated("list_view", [pa.field("lv", pa.list_view(pa.float32())), pa.field("llv", pa.large_list_view(pa.float32()))])
generated(
    "custom_metadata",
    [
        pa.field("sort_of_pandas", pa.int32(), metadata={"pandas": "{\"index_columns\": []}"}),
        pa.field("lots_of_meta", pa.int32(), metadata={str(i): str(i) for i in range(20)}),
        pa.field("unregistered_extension", pa.int32(), metadata={"ARROW:extension:name": "!nonexistent", "ARROW:extension:metadata": ""}),
    ],
    metadata={"schema": "custom", "": "empty key"},
)
twice = pa.schema([pa.field("ints", pa.int8()), pa.field("ints", pa.int32()), pa.field("struct", pa.struct([("x", pa.int32())]))])
write("duplicate_fieldnames", twice, [pa.record_batch([column(f, 5) for f in twice], schema=twice)])


def encoded(values, type, index):
    array = pa.array(values, type)
    picks = pa.array(some(12, lambda: random.randrange(len(values))), index)
    return pa.DictionaryArray.from_arrays(picks, array)


strings = ["a", "bb", "", "ä€"]
arrays(
    "dictionary",
    ("dict0", encoded(strings, pa.string(), pa.int8())),
    ("dict1", encoded(strings * 2, pa.string(), pa.int32())),
    ("dict2", encoded([5, -7, 1 << 60], pa.int64(), pa.int16())),
)
arrays("dictionary_unsigned", *[(f"f{i}", encoded(strings, pa.string(), getattr(pa, f"uint{8 << i}")())) for i in range(3)])
inner = encoded(strings, pa.string(), pa.int8())
lists = pa.ListArray.from_arrays(pa.array([0, 2, 2, 7, 12], pa.int32()), inner)
structs = pa.StructArray.from_arrays([inner.slice(0, 4), lists], names=["s", "l"])
arrays(
    "nested_dictionary",
    ("list_of_dictionaries", lists),
    ("dictionary_of_lists", pa.DictionaryArray.from_arrays(pa.array([3, None, 0, 1], pa.int8()), lists)),
    ("dictionary_of_structs", pa.DictionaryArray.from_arrays(pa.array([0, 2, 2, None], pa.int8()), structs)),
)
arrays(
    "run_end_encoded",
    *[
        (f"ree{b}", pa.RunEndEncodedArray.from_arrays(pa.array([2, 5, 12], getattr(pa, f"int{b}")()), values))
        for b, values in ((16, pa.array([1, None, 3])), (32, pa.array(["a", "b", None])), (64, pa.array([True, None, False])))
    ],
)


class Uuid(pa.ExtensionType):
    def __init__(self):
        super().__init__(pa.binary(16), "uuid")

    def __arrow_ext_serialize__(self):
        return b"uuid-serialized"


class Encoded(pa.ExtensionType):
    def __init__(self):
        super().__init__(pa.dictionary(pa.int8(), pa.string()), "dict-extension")

    def __arrow_ext_serialize__(self):
        return b"dict-extension-serialized"


arrays(
    "extension",
    ("uuids", pa.ExtensionArray.from_storage(Uuid(), pa.array([data(16) for _ in range(12)], pa.binary(16)))),
    ("dict_exts", pa.ExtensionArray.from_storage(Encoded(), inner)),
)

codes = pa.array([5, 7, 5, 5, 7, 7], pa.int8())
members = [pa.array([1, None, 3, 4, None, 6], pa.int32()), pa.array(["a", "b", None, "d", "e", "f"])]
sparse = pa.UnionArray.from_sparse(codes, members, ["f1", "f2"], [5, 7])
dense = pa.UnionArray.from_dense(
    codes, pa.array([0, 0, 1, 2, 1, 2], pa.int32()), [m.slice(0, 3) for m in members], ["f1", "f2"], [5, 7]
)
arrays("union", ("sparse", sparse), ("dense", dense))


POINTER = ctypes.c_void_p
RELEASE = ctypes.CFUNCTYPE(None, POINTER)


class CSchema(ctypes.Structure):
    _fields_ = [(n, ctypes.c_char_p) for n in ("format", "name", "metadata")] + [
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", POINTER),
        ("dictionary", POINTER),
        ("release", RELEASE),
        ("private_data", POINTER),
    ]


class CArray(ctypes.Structure):
    _fields_ = [(n, ctypes.c_int64) for n in ("length", "null_count", "offset", "n_buffers", "n_children")] + [
        ("buffers", POINTER),
        ("children", POINTER),
        ("dictionary", POINTER),
        ("release", RELEASE),
        ("private_data", POINTER),
    ]


def pointers(structures):
    return ctypes.cast((POINTER * len(structures))(*[ctypes.addressof(s) for s in structures]), POINTER)


RELEASE_SCHEMA = RELEASE(lambda address: setattr(CSchema.from_address(address), "release", RELEASE()))
RELEASE_ARRAY = RELEASE(lambda address: setattr(CArray.from_address(address), "release", RELEASE()))


def intervals():
    """pyarrow has no names for two types of intervals, Arrow C++ does: over the C data interface."""
    validity = ctypes.create_string_buffer(bytes([0b101]))
    schemas, columns, keep = [], [], [validity]
    for format, name, numbers in ((b"tiM", b"months", [13, 0, 500]), (b"tiD", b"days", [3, 999, 0, 0, 400, 86399999])):
        values = ctypes.create_string_buffer(struct.pack(f"<{len(numbers)}i", *numbers))
        buffers = (POINTER * 2)(ctypes.addressof(validity), ctypes.addressof(values))
        keep += [values, buffers]
        schemas.append(CSchema(format, name, None, 2, 0, None, None, RELEASE_SCHEMA, None))
        columns.append(CArray(3, 1, 0, 2, 0, ctypes.cast(buffers, POINTER), None, None, RELEASE_ARRAY, None))
    schema = CSchema(b"+s", b"", None, 0, 2, pointers(schemas), None, RELEASE_SCHEMA, None)
    none = (POINTER * 1)(None)
    batch = CArray(3, 0, 0, 1, 2, ctypes.cast(none, POINTER), pointers(columns), None, RELEASE_ARRAY, None)
    imported = pa.RecordBatch._import_from_c(ctypes.addressof(batch), ctypes.addressof(schema))
    write("interval", imported.schema, [imported])
    return keep


intervals()
