using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Analyzers.SG2000;

/// <summary>
/// Determines whether a field or auto-property of an operator can become a value state, and under which name. A captured parameter cannot become one.
/// </summary>
internal static class FutureState
{
    /// <summary>The name of the state; null if the fix cannot turn the field into a state.</summary>
    public static string? FindName(ISymbol field, Compilation compilation, CancellationToken cancellationToken)
    {
        var name = NameOf(field);
        return CanBeDeclared(field, cancellationToken) && IsFree(name, field) && CanBeKept(TypeOf(field), field, compilation, cancellationToken) ? name : null;
    }

    private static string NameOf(ISymbol field)
    {
        var bare = field.Name.TrimStart('_');
        return bare.Length == 0 ? field.Name : char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    private static ITypeSymbol TypeOf(ISymbol field) => field is IFieldSymbol { Type: var type } ? type : ((IPropertySymbol)field).Type;

    // A state cannot express an initializer or a declaration of several fields.
    private static bool CanBeDeclared(ISymbol field, CancellationToken cancellationToken) =>
        field is IFieldSymbol or IPropertySymbol { IsVirtual: false, IsOverride: false } && !field.IsStatic && KnownTypes.IsOperator(field.ContainingType)
        && field.DeclaringSyntaxReferences is [var declaration] && IsPlain(declaration.GetSyntax(cancellationToken));

    // A single declaration without an initializer, a body or attributes.
    private static bool IsPlain(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax
        {
            Initializer: null,
            Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax { AttributeLists.Count: 0 } },
        } => true,
        PropertyDeclarationSyntax { Initializer: null, AttributeLists.Count: 0, AccessorList.Accessors: var accessors } =>
            accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }),
        _ => false,
    };

    private static bool IsFree(string name, ISymbol field) =>
        name == field.Name ? field is IPropertySymbol : name != field.ContainingType.Name && !IsMember(name, field.ContainingType);

    private static bool IsMember(string name, INamedTypeSymbol type) =>
        BaseTypes.Of(type).Prepend(type).Any(candidate => !candidate.GetMembers(name).IsEmpty);

    // The members of a struct in a property cannot be assigned one by one, so a struct must be readonly or built in.
    private static bool CanBeKept(ITypeSymbol type, ISymbol field, Compilation compilation, CancellationToken cancellationToken)
    {
        var scope = new CodecScope(compilation, field.ContainingType, MemberNames.Of(field.ContainingType));
        var use = new TypeUseParser(scope, CodecRole.Value, cancellationToken).Parse(type, type.Name, TypeUseParser.MayBeNull(type));
        return use is { RefusesNull: false }
            && (type.IsReferenceType || type.IsReadOnly || type.OriginalDefinition.SpecialType != SpecialType.None || type.TypeKind == TypeKind.Enum);
    }
}
