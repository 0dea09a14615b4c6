using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing;

/// <summary>A property or field of a user's type that a codec can read.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="HasSetter">Whether something can set it, accessible or not; a member without is computed, or set by a constructor.</param>
/// <param name="IsSettable">Whether an object initializer in the codec can set it.</param>
/// <param name="IsMutable">Whether it can be set after construction.</param>
/// <param name="IsRequired">Whether an object initializer has to set it.</param>
internal sealed record RecordMember(ISymbol Symbol, ITypeSymbol Type, bool HasSetter, bool IsSettable, bool IsMutable, bool IsRequired)
{
    /// <summary>Whether a parameter of a constructor sets the member.</summary>
    public bool Matches(IParameterSymbol parameter) =>
        string.Equals(Symbol.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.RefKind is RefKind.None or RefKind.In
        && SymbolEqualityComparer.Default.Equals(Type, parameter.Type)
        && !(Type.NullableAnnotation == NullableAnnotation.Annotated && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated);
}
