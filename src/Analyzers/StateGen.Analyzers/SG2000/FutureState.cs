using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Analyzers.SG2000;

/// <summary>What a field or auto-property of an operator would be as a value state.</summary>
internal static class FutureState
{
    /// <summary>The name of the state; null where the field cannot become one without more than a keystroke.</summary>
    public static string? FindName(ISymbol memory, Compilation compilation, CancellationToken cancellationToken)
    {
        var name = NameOf(memory);
        return CanBeDeclared(memory, cancellationToken) && IsFree(name, memory) && CanBeKept(TypeOf(memory), memory, compilation, cancellationToken) ? name : null;
    }

    private static string NameOf(ISymbol memory)
    {
        var bare = memory.Name.TrimStart('_');
        return bare.Length == 0 ? memory.Name : char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    private static ITypeSymbol TypeOf(ISymbol memory) => memory is IFieldSymbol field ? field.Type : ((IPropertySymbol)memory).Type;

    // A declaration with an initializer, or of several fields, says more than a state can.
    private static bool CanBeDeclared(ISymbol memory, CancellationToken cancellationToken) =>
        memory is IFieldSymbol or IPropertySymbol { IsVirtual: false, IsOverride: false } && !memory.IsStatic && KnownTypes.IsOperator(memory.ContainingType)
        && memory.DeclaringSyntaxReferences is [var declaration] && OperatorSyntax.IsPlainDeclaration(declaration.GetSyntax(cancellationToken));

    private static bool IsFree(string name, ISymbol memory) =>
        name == memory.Name ? memory is IPropertySymbol : name != memory.ContainingType.Name && !IsMember(name, memory.ContainingType);

    private static bool IsMember(string name, INamedTypeSymbol? type) => type is not null && (!type.GetMembers(name).IsEmpty || IsMember(name, type.BaseType));

    // Members of a struct could no longer be assigned one by one.
    private static bool CanBeKept(ITypeSymbol type, ISymbol memory, Compilation compilation, CancellationToken cancellationToken)
    {
        var scope = new CodecScope(compilation, memory.ContainingType, MemberNames.Of(memory.ContainingType));
        var use = new TypeUseParser(scope, CodecRole.Value, cancellationToken).Parse(type, type.Name, TypeUseParser.MayBeNull(type));
        return use is { RefusesNull: false } && (type.IsReferenceType || type.IsReadOnly || type.OriginalDefinition.SpecialType != SpecialType.None || type.TypeKind == TypeKind.Enum);
    }
}
