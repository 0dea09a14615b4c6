using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Types.Records;

/// <summary>A property or field of a user's type that a codec can read.</summary>
internal sealed class RecordMember(ISymbol symbol, ITypeSymbol type)
{
    /// <summary>The property or field.</summary>
    public ISymbol Symbol => symbol;

    public ITypeSymbol Type => type;

    /// <summary>Whether something can set it, accessible or not; a member without is computed, or set by a constructor.</summary>
    public required bool HasSetter { get; init; }

    /// <summary>Whether an object initializer in the codec can set it.</summary>
    public required bool IsSettable { get; init; }

    /// <summary>Whether it can be set after construction.</summary>
    public required bool IsMutable { get; init; }

    /// <summary>Whether an object initializer has to set it.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>Whether a parameter of a constructor sets the member.</summary>
    public bool Matches(IParameterSymbol parameter) =>
        string.Equals(symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.RefKind is RefKind.None or RefKind.In
        && SymbolEqualityComparer.Default.Equals(type, parameter.Type)
        && !(type.NullableAnnotation == NullableAnnotation.Annotated && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated);
}
