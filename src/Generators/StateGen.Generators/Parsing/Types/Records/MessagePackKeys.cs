using System.Globalization;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>
/// Determines which members of a <c>[MessagePackObject]</c> are written and under which keys, by the rules that MessagePack-CSharp publishes: integers are
/// positions in an array, strings are keys of a map, and every public member has a key or is ignored.
/// </summary>
internal sealed class MessagePackKeys(INamedTypeSymbol type, TypeUseParser types, string path)
{
    private readonly bool _isObject = MessagePackAttributes.IsObject(type);

    private readonly bool _usesNames = MessagePackAttributes.UsesNames(type);

    /// <summary>Returns the members that are written, with their keys; null if the type is not marked, or if a contradiction was refused.</summary>
    /// <param name="candidates">The members that the codec can see.</param>
    public IReadOnlyList<KeyedMember>? Find(IReadOnlyList<RecordMember> candidates)
    {
        if (FindFault() is { } fault)
            types.Refuse(RefusalKind.Unsupported, path, fault);
        else if (!_isObject && candidates.FirstOrDefault(member => MessagePackAttributes.HasKey(member.Symbol)) is { } keyed)
            types.Refuse(RefusalKind.Unsupported, $"{path}.{keyed.Symbol.Name}",
                $"'{keyed.Symbol.Name}' has a [Key], which has no effect because {type.Name} is not a [MessagePackObject]");
        return _isObject && types.Refusal is null ? FindKeyed(candidates) : null;
    }

    // These declarations would silently produce bytes that differ from those of MessagePack-CSharp.
    private string? FindFault()
    {
        if (MessagePackAttributes.HasFormatter(type))
            return $"{type.Name} has a [MessagePackFormatter], which StateGen does not use; register a codec for {type.Name} with [assembly: UseCodec]";
        if (type.InstanceConstructors.Count(MessagePackAttributes.IsSerializationConstructor) > 1)
            return $"{type.Name} has more than one [SerializationConstructor]";
        if (!_isObject)
            return FindUnmarked();
        return MessagePackAttributes.HasCallbacks(type)
            ? $"{type.Name} implements IMessagePackSerializationCallbackReceiver, which StateGen does not call; "
                + $"register a codec for {type.Name} with [assembly: UseCodec]"
            : null;
    }

    private string? FindUnmarked() => RecordMemberFinder.LayersOf(type).FirstOrDefault(MessagePackAttributes.IsObject) is { } marked
        ? $"{type.Name} derives from {marked.Name}, which is a [MessagePackObject]; mark {type.Name} with [MessagePackObject] as well"
        : null;

    private KeyedMember[]? FindKeyed(IReadOnlyList<RecordMember> candidates)
    {
        foreach (var member in candidates)
        {
            if (FindFault(member) is { } fault)
                types.Refuse(RefusalKind.Unsupported, $"{path}.{member.Symbol.Name}", fault);
        }

        var keyed = candidates.Where(IsWritten).Select(member => (Member: member, Key: KeyOf(member))).ToArray();
        if (types.Refusal is null)
            RefuseClash(keyed);
        if (_usesNames && keyed.Length == 0)
            types.Refuse(RefusalKind.Unsupported, path, $"{type.Name} has no members to serialize by name; remove keyAsPropertyName");
        if (types.Refusal is not null)
            return null;
        var isMap = !keyed.Any(single => single.Key is int);
        var ordered = isMap ? keyed.OrderBy(single => single.Member.Symbol is IFieldSymbol) : keyed.OrderBy(single => (int)single.Key!);
        return [.. ordered.Select((single, position) => new KeyedMember(single.Member, InSchemas(single.Key!), position))];
    }

    private static string InSchemas(object key) => key is int index ? index.ToString(CultureInfo.InvariantCulture) : $"\"{key}\"";

    private string? FindFault(RecordMember member)
    {
        var name = member.Symbol.Name;
        var isIgnored = MessagePackAttributes.IsIgnored(member.Symbol);
        if (isIgnored && MessagePackAttributes.HasKey(member.Symbol))
            return $"'{name}' has both [Key] and [IgnoreMember]";
        if (MessagePackAttributes.KeysOf(member.Symbol).Distinct().ToArray() is [var key, var overridden, ..])
            return $"'{name}' has the [Key] {key}, but the property that it overrides has the [Key] {overridden}";
        if (isIgnored && member.HasSetter)
            return $"'{name}' is ignored but can be set, so a restore would lose it; add a [Key], or compute it from the other members";
        if (isIgnored)
            return null;
        if (!IsWritten(member))
            return !_usesNames && IsPublic(member) ? $"'{name}' has neither [Key] nor [IgnoreMember]; add one of them" : null;
        if (MessagePackAttributes.HasFormatter(member.Symbol))
            return $"'{name}' has a [MessagePackFormatter], which StateGen does not use; "
                + "give it its own type and register a codec for that type with [assembly: UseCodec]";
        return KeyOf(member) switch
        {
            null => $"the [Key] of '{name}' is neither an integer nor a string",
            int when _usesNames => $"'{name}' has an integer [Key], but {type.Name} serializes its members by name",
            string text when _usesNames && text != name => $"'{name}' has the [Key] {text}, which MessagePack-CSharp ignores because {type.Name} serializes "
                + "its members by name; remove the [Key], or remove keyAsPropertyName and give every member a [Key]",
            < 0 => $"the [Key] of '{name}' is negative",
            > MemberSchema.LargestKey => $"the [Key] of '{name}' is larger than {MemberSchema.LargestKey}",
            _ => null,
        };
    }

    private void RefuseClash((RecordMember Member, object? Key)[] keyed)
    {
        if (keyed.GroupBy(single => single.Key).FirstOrDefault(same => same.Count() > 1)?.ElementAt(1) is { Member: { } second } duplicate)
            types.Refuse(RefusalKind.Unsupported, $"{path}.{second.Symbol.Name}",
                $"another member also has the [Key] {duplicate.Key}; give each member its own");
        else if (keyed.FirstOrDefault(single => (single.Key is int) != (keyed[0].Key is int)).Member is { } different)
            types.Refuse(RefusalKind.Unsupported, $"{path}.{different.Symbol.Name}", $"the members of {type.Name} mix integer and string [Key] values");
    }

    private bool IsWritten(RecordMember member) =>
        !MessagePackAttributes.IsIgnored(member.Symbol) && (MessagePackAttributes.HasKey(member.Symbol) || (_usesNames && IsPublic(member)));

    private static object? KeyOf(RecordMember member) =>
        MessagePackAttributes.HasKey(member.Symbol) ? MessagePackAttributes.KeyOf(member.Symbol) : member.Symbol.Name;

    private static bool IsPublic(RecordMember member) => member.Symbol.DeclaredAccessibility == Accessibility.Public;
}

/// <summary>Recognizes the attributes of MessagePack-CSharp by their names, so that the version of that package does not matter.</summary>
internal static class MessagePackAttributes
{
    public static bool IsUnion(AttributeData attribute) => Is(attribute, "UnionAttribute");

    /// <summary>Determines whether a type is marked with <c>[MessagePackObject]</c>.</summary>
    public static bool IsObject(ISymbol type) => FindObject(type) is not null;

    /// <summary>Determines whether all members of a marked type are written under their names.</summary>
    public static bool UsesNames(ISymbol type) => FindObject(type) is { } attribute
        && (attribute.ConstructorArguments is [{ Value: true }, ..] || AttributeArguments.Find(attribute, "KeyAsPropertyName").Value is true);

    public static bool IsIgnored(ISymbol member) => AttributesOf(member).Any(attribute => Is(attribute, "IgnoreMemberAttribute"));

    /// <summary>Determines whether a type or a member has a formatter of its own, which only MessagePack-CSharp can run.</summary>
    public static bool HasFormatter(ISymbol symbol) => AttributesOf(symbol).Any(attribute => Is(attribute, "MessagePackFormatterAttribute"));

    /// <summary>Determines whether MessagePack-CSharp calls a type before it is written and after it is read.</summary>
    public static bool HasCallbacks(ITypeSymbol type) =>
        type.AllInterfaces.Any(implemented => IsNamed(implemented, "IMessagePackSerializationCallbackReceiver"));

    public static bool HasKey(ISymbol member) => KeysOf(member).Any();

    /// <summary>Returns the argument of <c>[Key]</c>, an int or a string; null if there is none that is understood.</summary>
    public static object? KeyOf(ISymbol member) => KeysOf(member).FirstOrDefault();

    /// <summary>Returns the arguments of <c>[Key]</c> on a member and then on the members that it overrides.</summary>
    public static IEnumerable<object?> KeysOf(ISymbol member) => AttributesOf(member).Where(attribute => Is(attribute, "KeyAttribute"))
        .Select(attribute => attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive } key] ? key.Value : null);

    public static bool IsSerializationConstructor(IMethodSymbol constructor) =>
        constructor.GetAttributes().Any(attribute => Is(attribute, "SerializationConstructorAttribute"));

    private static AttributeData? FindObject(ISymbol type) => type.GetAttributes().FirstOrDefault(attribute => Is(attribute, "MessagePackObjectAttribute"));

    // An overriding property also has the attributes of the property that it overrides.
    private static IEnumerable<AttributeData> AttributesOf(ISymbol symbol) => symbol is IPropertySymbol { OverriddenProperty: { } overridden }
        ? symbol.GetAttributes().Concat(AttributesOf(overridden))
        : symbol.GetAttributes();

    private static bool Is(AttributeData attribute, string name) => attribute.AttributeClass is { } type && IsNamed(type, name);

    private static bool IsNamed(INamedTypeSymbol type, string name) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "MessagePack", ContainingNamespace.IsGlobalNamespace: true } } && type.Name == name;
}

/// <summary>A member of a <c>[MessagePackObject]</c> that is written.</summary>
/// <param name="Member">The member.</param>
/// <param name="Key">The key as it appears in schemas: digits, or text in double quotes.</param>
/// <param name="Position">The position in the order of writing.</param>
internal sealed record KeyedMember(RecordMember Member, string Key, int Position);
