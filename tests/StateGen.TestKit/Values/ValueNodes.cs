using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using StateGen.TestKit.Nodes;

namespace StateGen.TestKit.Values;

/// <summary>What docs/formats.md says that a value is stored as: a second opinion, by reflection, that shares nothing with the codecs.</summary>
internal static class ValueNodes
{
    /// <param name="value">The value.</param>
    /// <param name="declared">The type under which it is stored: a union, perhaps, of which its own is a case.</param>
    public static Node Of(object? value, Type declared) =>
        value is not null && UnionCases.Find(declared) is { Count: > 0 } cases
            ? new Node.List([new Node.Integer(cases.Single(single => single.Type == value.GetType()).Tag), Of(value)])
            : Of(value);

    private static Node Of(object? value) => value switch
    {
        null => new Node.Nil(),
        bool boolean => new Node.Boolean(boolean),
        char character => new Node.Integer(character),
        sbyte or short or int or long => new Node.Integer(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        byte or ushort or uint or ulong => new Node.Integer(Convert.ToUInt64(value, CultureInfo.InvariantCulture)),
        Enum enumeration => Of(Convert.ChangeType(enumeration, enumeration.GetTypeCode(), CultureInfo.InvariantCulture)),
        float single => new Node.Float(single, IsSingle: true),
        Half half => new Node.Float((double)half, IsSingle: true),
        double number => new Node.Float(number, IsSingle: false),
        string text => new Node.Text(text),
        Uri uri => new Node.Text(uri.OriginalString),
        Version version => new Node.Text(version.ToString()),
        DateTime time => new Node.Timestamp(time),
        DateTimeOffset time => new Node.List([new Node.Timestamp(time.UtcDateTime), new Node.Integer(time.TotalOffsetMinutes)]),
        TimeSpan span => new Node.Integer(span.Ticks),
        TimeOnly time => new Node.Integer(time.Ticks),
        DateOnly date => new Node.Integer(date.DayNumber),
        Guid guid => new Node.Binary(guid.ToByteArray(bigEndian: true)),
        decimal number => new Node.Binary([.. decimal.GetBits(number).SelectMany(BitConverter.GetBytes)]),
        Int128 number => new Node.Binary(BigEndian(number)),
        UInt128 number => new Node.Binary(BigEndian((Int128)number)),
        BigInteger number => new Node.Binary(number.ToByteArray()),
        ReadOnlyMemory<byte> bytes => new Node.Binary(bytes.ToArray()),
        _ => OfComposite(value),
    };

    private static Node OfComposite(object value)
    {
        var type = value.GetType();
        if (value is ITuple tuple)
            return new Node.List([.. TupleTypes.Elements(type).Select((element, index) => Of(tuple[index], element))]);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return new Node.List([.. new[] { "Key", "Value" }.Select(name => OfProperty(value, name))]);
        if (value is IEnumerable elements)
            return OfCollection(type, elements);
        return new Node.List([.. StoredLayout.Of(type).Members.Select(member => Of(StoredLayout.Get(member, value), StoredLayout.TypeOf(member)))]);
    }

    private static Node OfCollection(Type type, IEnumerable elements)
    {
        if (IsDefaultImmutableArray(type, elements))
            return new Node.Nil();
        if (elements is IDictionary || CollectionKinds.IsMap(type))
            return new Node.Map(Sorted(elements.Cast<object>().Select(Entry), static entry => entry.Key));
        var element = CollectionKinds.ElementOf(type);
        var items = elements.Cast<object?>().Select(item => Of(item, element));
        return new Node.List(CollectionKinds.IsSet(type) ? Sorted(items, static item => item) : [.. items]);
    }

    // Maps and sets have no order of their own; they are stored in that of their encoded keys.
    private static T[] Sorted<T>(IEnumerable<T> items, Func<T, Node> key) => [.. items.OrderBy(item => Convert.ToHexString(key(item).ToBytes()), StringComparer.Ordinal)];

    private static (Node Key, Node Value) Entry(object entry) => (OfProperty(entry, "Key"), OfProperty(entry, "Value"));

    private static Node OfProperty(object value, string name)
    {
        var property = value.GetType().GetProperty(name)!;
        return Of(property.GetValue(value), property.PropertyType);
    }

    private static bool IsDefaultImmutableArray(Type type, object value) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(System.Collections.Immutable.ImmutableArray<>) && (bool)type.GetProperty("IsDefault")!.GetValue(value)!;

    private static byte[] BigEndian(Int128 value)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, value);
        return bytes;
    }
}
