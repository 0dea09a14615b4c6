using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Finds the codec for an operator's key or a map's key, which may not be null.</summary>
internal sealed class KeyParser(CodecScope scope, CancellationToken cancellationToken)
{
    private readonly TypeUseParser _types = new(scope, CodecRole.Key, cancellationToken) { CopyAdvice = "" };

    /// <summary>Why <see cref="Parse"/> returned null.</summary>
    public TypeRefusal? Refusal => _types.Refusal;

    public TypeUse? Parse(ITypeSymbol type)
    {
        var path = TypeNames.InMessages(type);
        if (type.NullableAnnotation == NullableAnnotation.Annotated || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            _types.Refuse(RefusalKind.Unsupported, path, "a key cannot be null");
        return Refusal is null ? _types.Parse(type, path, nullable: false) : null;
    }
}
