using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.Codecs;

/// <summary>Reads the <c>[assembly: UseCodec]</c> of one assembly.</summary>
internal static class CodecRegistrations
{
    /// <summary>The registrations that are correct.</summary>
    public static IEnumerable<ExternalCodec> Find(IAssemblySymbol assembly, Compilation compilation) => assembly.GetAttributes()
        .Where(KnownTypes.IsUseCodecAttribute)
        .Where(attribute => FindFault(attribute, compilation) is null)
        .SelectMany(Describe)
        .GroupBy(codec => codec.Type, SymbolEqualityComparer.Default)
        .Select(same => same.First());

    /// <summary>What is wrong with the registrations of a compilation: an attribute, its codec, and the reason.</summary>
    public static IEnumerable<(AttributeData Attribute, string Codec, string Reason)> FindFaults(Compilation compilation)
    {
        var correct = new List<ExternalCodec>();
        foreach (var attribute in compilation.Assembly.GetAttributes().Where(KnownTypes.IsUseCodecAttribute))
        {
            if (FindFault(attribute, compilation) is { Length: > 0 } fault)
                yield return (attribute, NameOf(attribute), fault);
            else if (Describe(attribute).FirstOrDefault(codec => FindSame(correct, codec) is not null) is { } second)
                yield return (attribute, NameOf(attribute), $"{TypeNames.InMessages(second.Type)} has another codec already: {FindSame(correct, second)!.Codec.Name}");
            else
                correct.AddRange(Describe(attribute));
        }
    }

    private static ExternalCodec? FindSame(List<ExternalCodec> codecs, ExternalCodec codec) =>
        codecs.Find(other => SymbolEqualityComparer.Default.Equals(other.Type, codec.Type));

    /// <summary>Null when the attribute is correct; empty when the compiler reports an error about it.</summary>
    private static string? FindFault(AttributeData attribute, Compilation compilation)
    {
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol codec }])
            return attribute.ConstructorArguments is [{ IsNull: true, Kind: not TypedConstantKind.Error }] ? "there is none" : "";
        if (codec.TypeKind == TypeKind.Error)
            return "";
        if (codec is not INamedTypeSymbol { TypeKind: TypeKind.Struct } type)
            return "it is not a struct";
        if (type.IsUnboundGenericType)
            return "its type arguments are missing";
        if (type.IsFileLocal || !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            return "generated code cannot see it; make it internal";
        return VersionOf(attribute) < 1 ? "the version must be at least 1" : FindFault(Describe(attribute).ToArray());
    }

    private static string? FindFault(ExternalCodec[] codecs)
    {
        if (codecs.Length == 0)
            return "it implements neither ICodec<T> nor IKeyCodec<T>";
        if (codecs.FirstOrDefault(codec => ScalarTypes.Find(codec.Type) is not null) is { Type: var scalar })
            return $"{TypeNames.InMessages(scalar)} has a codec of its own, which cannot be replaced";
        return codecs.FirstOrDefault(codec => AdmitsNull(codec.Type)) is { Type: var nullable }
            ? $"{TypeNames.InMessages(nullable)} admits null; implement the codec without, and null is handled for it"
            : null;
    }

    private static bool AdmitsNull(ITypeSymbol type) =>
        type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static IEnumerable<ExternalCodec> Describe(AttributeData attribute)
    {
        var codec = (INamedTypeSymbol)attribute.ConstructorArguments[0].Value!;
        return codec.AllInterfaces.Where(implemented => KnownTypes.IsCodec(implemented) || KnownTypes.IsKeyCodec(implemented))
            .GroupBy(implemented => implemented.TypeArguments[0], SymbolEqualityComparer.Default)
            .Select(same => new ExternalCodec(codec, (ITypeSymbol)same.Key!, same.Any(KnownTypes.IsCodec), same.Any(KnownTypes.IsKeyCodec), VersionOf(attribute), attribute));
    }

    private static int VersionOf(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Version").Value.Value as int? ?? 1;

    private static string NameOf(AttributeData attribute) =>
        attribute.ConstructorArguments[0].Value is ITypeSymbol type ? TypeNames.InMessages(type) : "null";
}
