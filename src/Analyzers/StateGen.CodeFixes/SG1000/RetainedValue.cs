using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.CodeFixes.SG1000;

/// <summary>Represents the values that a state holds: the value of a value state, the elements of a list, the values of a map, or an accumulator.</summary>
/// <param name="Property">The state.</param>
/// <param name="Syntax">The type of the values, as it is written.</param>
/// <param name="Compilation">The compilation of the state.</param>
internal sealed record RetainedValue(IPropertySymbol Property, TypeSyntax Syntax, Compilation Compilation)
{
    public ITypeSymbol Type => KnownTypes.IsHandle(Property.Type)
        ? ((INamedTypeSymbol)Property.Type).TypeArguments[IndexIn(Property.Type)]
        : Property.Type;

    /// <summary>Finds the values of the state that a node belongs to; null if it belongs to none.</summary>
    public static async Task<RetainedValue?> FindAsync(Document document, SyntaxNode node, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { } declaration
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } property)
            return null;
        var syntax = KnownTypes.IsHandle(property.Type) ? ArgumentOf(declaration.Type, IndexIn(property.Type)) : declaration.Type;
        return syntax is null ? null : new(property, syntax, model.Compilation);
    }

    /// <summary>Indicates whether the state can hold values of a type.</summary>
    public bool CanBe(ITypeSymbol type, bool copied, CancellationToken cancellationToken) => CanBe(type, CodecRole.Value, copied, cancellationToken);

    /// <summary>Indicates whether the state can hold a type in a role: as its value or as the key of its entries.</summary>
    public bool CanBe(ITypeSymbol type, CodecRole role, bool copied, CancellationToken cancellationToken)
    {
        var scope = new CodecScope(Compilation, Property.ContainingType, MemberNames.Of(Property.ContainingType));
        var parser = new TypeUseParser(scope, role, cancellationToken) { AdmitsMutable = copied };
        return parser.Parse(type, type.Name, TypeUseParser.MayBeNull(type)) is not null;
    }

    private static int IndexIn(ITypeSymbol handle) => KnownTypes.HasAccumulators(handle)
        ? KnownTypes.IndexOfAccumulator(handle)
        : ((INamedTypeSymbol)handle).TypeArguments.Length - 1;

    // Null if the type of the handle is written as an alias.
    private static TypeSyntax? ArgumentOf(TypeSyntax handle, int index) =>
        handle.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault()?.TypeArgumentList.Arguments[index];
}

/// <summary>Rewrites the arguments of <c>[State]</c>.</summary>
internal static class StateAttributeSyntax
{
    /// <summary>The attribute with an argument set; without the argument if the value is null.</summary>
    public static AttributeSyntax Set(AttributeSyntax attribute, string name, string? value)
    {
        var others = (attribute.ArgumentList?.Arguments ?? default)
            .Where(argument => argument.NameEquals?.Name.Identifier.ValueText != name).Select(argument => argument.ToString());
        var arguments = value is null ? others.ToArray() : [.. others, $"{name} = {value}"];
        var list = arguments.Length == 0 ? null : SyntaxFactory.ParseAttributeArgumentList($"({string.Join(", ", arguments)})");
        return attribute.WithArgumentList(list);
    }
}
