using System.Collections.Concurrent;
using System.Reflection;

namespace StateGen.TestKit.Values;

/// <summary>
/// How docs/formats.md lays out a record, struct or class, found by reflection: the parameters of the constructor that takes the most members, then
/// the other members that can be set, in ordinal order.
/// </summary>
internal sealed class StoredLayout
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, StoredLayout> Layouts = new();

    private readonly ConstructorInfo? _constructor;

    private StoredLayout(Type type)
    {
        var candidates = FindMembers(type);
        _constructor = type.GetConstructors(Instance)
            .Where(constructor => !constructor.IsPrivate && constructor.GetParameters().All(parameter => candidates.Exists(member => Matches(member, parameter))))
            .MaxBy(constructor => constructor.GetParameters().Length);
        var constructed = (_constructor?.GetParameters() ?? []).Select(parameter => candidates.Find(member => Matches(member, parameter))!).ToList();
        ConstructedCount = constructed.Count;
        Members = [.. constructed, .. candidates.Except(constructed).Where(IsSettable).OrderBy(member => member.Name, StringComparer.Ordinal)];
        Nullabilities = [.. Members.Select(NullabilityOf)];
        Type = type;
    }

    public Type Type { get; }

    public IReadOnlyList<MemberInfo> Members { get; }

    /// <summary>What the members' declarations say about null, their type arguments included; null where a member's type is a type parameter.</summary>
    public IReadOnlyList<NullabilityInfo?> Nullabilities { get; }

    private int ConstructedCount { get; }

    public static StoredLayout Of(Type type) => Layouts.GetOrAdd(type, static type => new(type));

    public static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    public static object? Get(MemberInfo member, object value) => member is PropertyInfo property ? property.GetValue(value) : ((FieldInfo)member).GetValue(value);

    public object Create(IReadOnlyList<object?> values)
    {
        var created = _constructor is null ? Activator.CreateInstance(Type)! : _constructor.Invoke([.. values.Take(ConstructedCount)]);
        for (var index = ConstructedCount; index < Members.Count; index++)
        {
            if (Members[index] is PropertyInfo property)
                property.SetValue(created, values[index]);
            else
                ((FieldInfo)Members[index]).SetValue(created, values[index]);
        }

        return created;
    }

    private static NullabilityInfo? NullabilityOf(MemberInfo member)
    {
        var definition = member.DeclaringType is { IsGenericType: true } type ? type.GetGenericTypeDefinition().GetMember(member.Name, Instance).Single() : member;
        if (TypeOf(definition).IsGenericParameter)
            return null;
        var context = new NullabilityInfoContext();
        return member is PropertyInfo property ? context.Create(property) : context.Create((FieldInfo)member);
    }

    private static List<MemberInfo> FindMembers(Type type) =>
    [
        .. type.GetProperties(Instance).Where(property => property.GetMethod is { IsPrivate: false } && property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract"),
        .. type.GetFields(Instance).Where(field => !field.IsPrivate),
    ];

    private static bool Matches(MemberInfo member, ParameterInfo parameter) =>
        string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && TypeOf(member) == parameter.ParameterType;

    private static bool IsSettable(MemberInfo member) => member is PropertyInfo { SetMethod.IsPrivate: false } or FieldInfo { IsInitOnly: false };
}
