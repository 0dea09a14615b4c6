using System.Runtime.CompilerServices;

namespace StateGen.TestKit.Values;

/// <summary>Whether a value is the default of its type, member by member and by reflection.</summary>
internal static class Defaults
{
    public static bool IsDefault(object? value) => value switch
    {
        null => true,
        ReadOnlyMemory<byte> bytes => bytes.IsEmpty,
        ITuple tuple and ValueType => TupleTypes.Elements(value.GetType()).Select((element, index) => IsDefaultMember(element, tuple[index])).All(static isDefault => isDefault),
        ValueType when IsMemberwise(value.GetType()) => StoredLayout.Of(value.GetType()).Members.All(member => IsDefaultMember(StoredLayout.TypeOf(member), StoredLayout.Get(member, value))),
        ValueType => value.Equals(Activator.CreateInstance(value.GetType())),
        _ => false,
    };

    // The default of a nullable member is null, not zero.
    private static bool IsDefaultMember(Type type, object? value) => Nullable.GetUnderlyingType(type) is null ? IsDefault(value) : value is null;

    private static bool IsMemberwise(Type type) =>
        !type.IsEnum && (type.Namespace is not { } space || !space.StartsWith("System", StringComparison.Ordinal) || type.Name == "KeyValuePair`2");
}
