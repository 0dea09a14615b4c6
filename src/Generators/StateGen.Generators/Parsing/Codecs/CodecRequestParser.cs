using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.Codecs;

/// <summary>Describes the types for which <c>[GenerateCodec]</c> requests codecs: one for values, and one for keys if the type can be a key.</summary>
internal sealed class CodecRequestParser(Compilation compilation, CancellationToken cancellationToken)
{
    /// <summary>Parses the attributes of a type or an assembly.</summary>
    /// <param name="target">The type or the assembly that has the attributes.</param>
    /// <param name="attributes">The attributes.</param>
    public CodecRequestModel Parse(ISymbol target, IEnumerable<AttributeData> attributes)
    {
        var scope = new CodecScope(compilation, null, MemberNames.Empty());
        var registrations = attributes.Select(attribute => TypeOf(target, attribute)).OfType<ITypeSymbol>().SelectMany(type => Parse(type, scope)).ToArray();
        return new() { Codecs = scope.Codecs, Registrations = registrations.ToEquatableArray() };
    }

    /// <summary>Finds the reason why the type of an attribute cannot have a codec; null if it can, or if the compiler already reports the attribute.</summary>
    public TypeRefusal? FindRefusal(ISymbol target, AttributeData attribute)
    {
        if (TypeOf(target, attribute) is not { } type || type.TypeKind == TypeKind.Error)
            return FindMissingType(target, attribute);
        var scope = new CodecScope(compilation, null, MemberNames.Empty());
        return ParseAsValue(type, scope, out var refusal) is null && refusal!.Kind != RefusalKind.Unknown ? refusal : null;
    }

    private static TypeRefusal? FindMissingType(ISymbol target, AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 0 && target is IAssemblySymbol
            ? new(RefusalKind.Unsupported, "the assembly", "specify a type, as in [assembly: GenerateCodec(typeof(Order))]")
            : null;

    private static ITypeSymbol? TypeOf(ISymbol target, AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Type } argument] ? argument.Value as ITypeSymbol : target as ITypeSymbol;

    private IEnumerable<CodecRegistrationModel> Parse(ITypeSymbol type, CodecScope scope)
    {
        if (ParseAsValue(type, scope, out _) is not { } value)
            yield break;
        yield return Describe(CodecRole.Value, type, value);
        if (new KeyParser(scope, cancellationToken).Parse(type) is { } key)
            yield return Describe(CodecRole.Key, type, key);
    }

    private TypeUse? ParseAsValue(ITypeSymbol type, CodecScope scope, out TypeRefusal? refusal)
    {
        var path = TypeNames.InMessages(type);
        var parser = new TypeUseParser(scope, CodecRole.Value, cancellationToken) { CopyAdvice = "; a generic operator can only store immutable types" };
        if (!IsNameable(type))
        {
            parser.Refuse(RefusalKind.Unsupported, path,
                "it is generic; specify its type arguments, as in [assembly: GenerateCodec(typeof(Pair<int, string>))]");
        }
        else if (FileLocalTypes.Find(type) is not null || scope.IsNested(type))
        {
            parser.Refuse(RefusalKind.Unsupported, path, "generated code cannot access it; make it internal");
        }

        var use = parser.Refusal is null ? parser.Parse(type, path, nullable: false) : null;
        refusal = parser.Refusal;
        return use;
    }

    private static bool IsNameable(ITypeSymbol type) =>
        type is not INamedTypeSymbol { IsUnboundGenericType: true } && !CodecScope.HasTypeParameter(type);

    private static CodecRegistrationModel Describe(CodecRole role, ITypeSymbol type, TypeUse use) => new()
    {
        Role = role,
        TypeName = use.CSharpName,
        RuntimeName = TypeNames.AtRunTime(type),
        Codec = use.Codec,
        SchemaName = use.SchemaName,
        IsValueType = type.IsValueType && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T,
    };
}
