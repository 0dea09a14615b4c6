using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.Codecs;

/// <summary>
/// The hand-written codecs that a compilation and the assemblies that it references register. The table is built once per compilation. Of the referenced
/// assemblies, only those that reference the runtime themselves are examined.
/// </summary>
internal sealed class ExternalCodecTable
{
    private const string Runtime = "StateGen";

    private static readonly PerCompilation<ExternalCodecTable> Known = new(static compilation => new(compilation));

    private readonly ILookup<string, ExternalCodec> _own;
    private readonly ILookup<string, ExternalCodec> _referenced;

    private ExternalCodecTable(Compilation compilation)
    {
        _own = Index(UseCodecParser.Find(compilation.Assembly, compilation));
        _referenced = Index(compilation.SourceModule.ReferencedAssemblySymbols.Where(ReferencesRuntime)
            .SelectMany(assembly => UseCodecParser.Find(assembly, compilation)));
    }

    public static ExternalCodecTable Of(Compilation compilation) => Known.Get(compilation);

    /// <summary>
    /// Returns the codecs for a type, normally at most one. The codecs of the compilation itself take precedence over those of referenced assemblies.
    /// </summary>
    public IReadOnlyList<ExternalCodec> Find(ITypeSymbol type)
    {
        var name = NameOf(type);
        var own = _own[name].ToArray();
        return own.Length > 0 ? own : [.. _referenced[name]];
    }

    private static ILookup<string, ExternalCodec> Index(IEnumerable<ExternalCodec> codecs) =>
        codecs.ToLookup(codec => NameOf(codec.Type), StringComparer.Ordinal);

    private static string NameOf(ITypeSymbol type) =>
        TypeNames.InCode(ObliviousTypes.Declare(type).WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    private static bool ReferencesRuntime(IAssemblySymbol assembly) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Runtime));
}

/// <summary>A hand-written codec for one type.</summary>
/// <param name="Codec">The struct that implements the codec.</param>
/// <param name="Type">The type that the codec writes, without regard to null.</param>
/// <param name="IsForValues">true if the struct implements <c>ICodec</c>; otherwise, false.</param>
/// <param name="IsForKeys">true if the struct implements <c>IKeyCodec</c>; otherwise, false.</param>
/// <param name="Version">The version of the codec's format.</param>
/// <param name="Attribute">The attribute that registers the codec.</param>
internal sealed record ExternalCodec(INamedTypeSymbol Codec, ITypeSymbol Type, bool IsForValues, bool IsForKeys, int Version, AttributeData Attribute);

/// <summary>Finds the codecs of types for which a hand-written codec is registered.</summary>
internal sealed class ExternalCodecParser(CodecScope scope, CodecRole role, TypeUseParser types) : ITypeParser
{
    public bool Accepts(ITypeSymbol type) => scope.ExternalCodecTable.Find(type).Count > 0;

    public TypeUse? Parse(ITypeSymbol type, string path)
    {
        var codecs = scope.ExternalCodecTable.Find(type);
        if (codecs.Count > 1)
        {
            types.Refuse(RefusalKind.Unsupported, path,
                $"several referenced assemblies register a codec for {TypeNames.InMessages(type)}; choose one with [assembly: UseCodec] in this assembly");
        }
        else if (role == CodecRole.Key ? !codecs[0].IsForKeys : !codecs[0].IsForValues)
        {
            var contract = role == CodecRole.Key ? "IKeyCodec" : "ICodec";
            types.Refuse(RefusalKind.Unsupported, path,
                $"{codecs[0].Codec.Name}, which is registered for {TypeNames.InMessages(type)}, does not implement {contract}");
        }

        return types.Refusal is null ? Use(type, Add(type, codecs[0])) : null;
    }

    private string Adapter => role == CodecRole.Key ? "global::StateGen.Keys.RegisteredKeyCodec" : "global::StateGen.Serialization.RegisteredCodec";

    private CodecModel Add(ITypeSymbol type, ExternalCodec codec)
    {
        var typeName = TypeNames.InCode(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
        var handWritten = TypeNames.InCode(codec.Codec);
        return scope.Find(role, typeName) ?? scope.Add(new()
        {
            Role = role,
            Name = codec.Codec.Name,
            TypeName = typeName,
            RuntimeName = TypeNames.AtRunTime(type),
            SchemaName = SchemaNames.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            IsNested = false,
            FormerNames = type is INamedTypeSymbol named ? FormerNameParser.Parse(named) : default,
            IsReferenceType = type.IsReferenceType,
            Shape = new OpaqueShape { Codec = $"{Adapter}<{typeName}, {handWritten}>", HandWritten = handWritten, Version = codec.Version },
        });
    }

    private static TypeUse Use(ITypeSymbol type, CodecModel codec) => new()
    {
        CSharpName = codec.TypeName,
        SchemaName = codec.SchemaName,
        Codec = codec.QualifiedName,
        NormalizationEffect = codec.Shape.NormalizationEffect,
        DefaultTest = type.IsReferenceType ? DefaultTest.IsNull : codec.Shape.DefaultTest,
        DefaultHasEncoding = codec.Shape.DefaultHasEncoding,
        RefusesNull = type.IsReferenceType,
    };
}

/// <summary>Reads the <c>[assembly: UseCodec]</c> attributes of one assembly.</summary>
internal static class UseCodecParser
{
    private const string MissingCodec = "no codec is specified; specify a struct that implements ICodec<T> or IKeyCodec<T>";

    /// <summary>Returns the registrations that are correct.</summary>
    public static IEnumerable<ExternalCodec> Find(IAssemblySymbol assembly, Compilation compilation) => assembly.GetAttributes()
        .Where(KnownTypes.IsUseCodecAttribute)
        .Where(attribute => FindFault(attribute, compilation) is null)
        .SelectMany(Describe)
        .GroupBy(codec => codec.Type, SymbolEqualityComparer.Default)
        .Select(same => same.First());

    /// <summary>Returns the faulty registrations of a compilation: the attribute, its codec, and the reason.</summary>
    public static IEnumerable<(AttributeData Attribute, string Codec, string Reason)> FindFaults(Compilation compilation)
    {
        var correct = new List<ExternalCodec>();
        foreach (var attribute in compilation.Assembly.GetAttributes().Where(KnownTypes.IsUseCodecAttribute))
        {
            if (FindFault(attribute, compilation) is { Length: > 0 } fault)
                yield return (attribute, NameOf(attribute), fault);
            else if (Describe(attribute).FirstOrDefault(codec => FindSame(correct, codec) is not null) is { } second)
                yield return (attribute, NameOf(attribute),
                    $"{TypeNames.InMessages(second.Type)} already has the codec {FindSame(correct, second)!.Codec.Name}; remove one of the two");
            else
                correct.AddRange(Describe(attribute));
        }
    }

    private static ExternalCodec? FindSame(List<ExternalCodec> codecs, ExternalCodec codec) =>
        codecs.Find(other => SymbolEqualityComparer.Default.Equals(other.Type, codec.Type));

    /// <summary>Finds the fault of an attribute; null if the attribute is correct, and empty if the compiler already reports it.</summary>
    private static string? FindFault(AttributeData attribute, Compilation compilation)
    {
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol codec }])
            return attribute.ConstructorArguments is [{ IsNull: true, Kind: not TypedConstantKind.Error }] ? MissingCodec : "";
        if (codec.TypeKind == TypeKind.Error)
            return "";
        if (codec is not INamedTypeSymbol { TypeKind: TypeKind.Struct } type)
            return "it is not a struct; make it one";
        if (type.IsUnboundGenericType)
            return "its type arguments are missing; add them";
        if (FileLocalTypes.Find(type) is not null || !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            return "generated code cannot access it; make it internal";
        return VersionOf(attribute) < 1 ? "the version must be at least 1; set a greater one" : FindFault(Describe(attribute).ToArray());
    }

    private static string? FindFault(ExternalCodec[] codecs)
    {
        if (codecs.Length == 0)
            return "it implements neither ICodec<T> nor IKeyCodec<T>; implement one of them";
        if (codecs.FirstOrDefault(codec => ScalarTypeTable.Find(codec.Type) is not null) is { Type: var scalar })
            return $"{TypeNames.InMessages(scalar)} has a built-in codec, which cannot be replaced; remove the registration";
        return codecs.FirstOrDefault(codec => AdmitsNull(codec.Type)) is { Type: var nullable }
            ? $"{TypeNames.InMessages(nullable)} is nullable; implement the codec for the non-nullable type, because StateGen handles null itself"
            : null;
    }

    private static bool AdmitsNull(ITypeSymbol type) =>
        type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static IEnumerable<ExternalCodec> Describe(AttributeData attribute)
    {
        var codec = (INamedTypeSymbol)attribute.ConstructorArguments[0].Value!;
        return codec.AllInterfaces.Where(implemented => KnownTypes.IsCodec(implemented) || KnownTypes.IsKeyCodec(implemented))
            .GroupBy(implemented => implemented.TypeArguments[0], SymbolEqualityComparer.Default)
            .Select(same => new ExternalCodec(
                codec, (ITypeSymbol)same.Key!, same.Any(KnownTypes.IsCodec), same.Any(KnownTypes.IsKeyCodec), VersionOf(attribute), attribute));
    }

    private static int VersionOf(AttributeData attribute) =>
        AttributeArguments.Find(attribute, "Version").Value as int? ?? 1;

    private static string NameOf(AttributeData attribute) =>
        attribute.ConstructorArguments[0].Value is ITypeSymbol type ? TypeNames.InMessages(type) : "null";
}
