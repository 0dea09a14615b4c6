using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.CodeFixes.SG1000;

/// <summary>
/// SG1003, SG1004, SG1012 and SG1014. Declares a state property as the generator requires it: partial, with the accessors of its kind, without bodies and
/// without an initializer, and nullable if it is initially null. The generator reports SG1012, and tools offer no fixes for diagnostics of generators, so the
/// fix is also one of the compiler's error about the same initializer.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StateDeclarationCodeFixProvider))]
[Shared]
public sealed class StateDeclarationCodeFixProvider()
    : EditorCodeFixProvider(
        DiagnosticIds.StateNotPartial, DiagnosticIds.WrongStateAccessors, DiagnosticIds.StateInitializer, DiagnosticIds.StateNotNullable, CompilerInitializer)
{
    // "Only auto-implemented properties, or properties that use the 'field' keyword, can have initializers."
    private const string CompilerInitializer = "CS8050";

    private protected override string TitleOf(Diagnostic diagnostic) => diagnostic.Id switch
    {
        DiagnosticIds.StateNotPartial => "Make the property partial, without a body",
        DiagnosticIds.WrongStateAccessors => "Declare the required accessors",
        DiagnosticIds.StateInitializer or CompilerInitializer => "Remove the initializer",
        _ => "Make the property nullable",
    };

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { ExplicitInterfaceSpecifier: null } declaration
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { IsStatic: false, IsAbstract: false, RefKind: RefKind.None } property)
            return null;
        if (diagnostic.Id == CompilerInitializer && !KnownTypes.IsState(property))
            return null;
        var isHandle = KnownTypes.IsHandle(property.Type);
        var needsNull = !isHandle && property.Type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated };
        var half = HalfOf(property)?.GetSyntax(cancellationToken);
        if (half is not null && half.SyntaxTree != declaration.SyntaxTree)
            return null;
        Action<DocumentEditor> edit = editor => Edit(editor, declaration, half, isHandle, needsNull);
        return await CompilingEdit.FindAsync(document, edit, cancellationToken).ConfigureAwait(false);
    }

    // The implementing part of a partial property that is written by hand.
    private static SyntaxReference? HalfOf(IPropertySymbol property) =>
        GeneratedMembers.HasOwnImplementation(property) ? property.PartialImplementationPart!.DeclaringSyntaxReferences[0] : null;

    private static void Edit(DocumentEditor editor, PropertyDeclarationSyntax declaration, SyntaxNode? half, bool isHandle, bool needsNull)
    {
        editor.ReplaceNode(declaration, (current, _) => Declare((PropertyDeclarationSyntax)current, isHandle, needsNull));
        if (half is not null)
            editor.RemoveNode(half, SyntaxRemoveOptions.KeepUnbalancedDirectives);
    }

    private static PropertyDeclarationSyntax Declare(PropertyDeclarationSyntax property, bool isHandle, bool needsNull) => PartialSyntax.AddTo(property)
        .WithType(needsNull ? AdmitNull(property.Type) : property.Type)
        .WithIdentifier(property.Identifier.WithTrailingTrivia(SyntaxFactory.Space))
        .WithExpressionBody(null)
        .WithAccessorList(Accessors(property, isHandle))
        .WithInitializer(null)
        .WithSemicolonToken(default)
        .WithTrailingTrivia(property.GetTrailingTrivia());

    private static NullableTypeSyntax AdmitNull(TypeSyntax type) =>
        SyntaxFactory.NullableType(type.WithoutTrailingTrivia()).WithTrailingTrivia(type.GetTrailingTrivia());

    private static AccessorListSyntax Accessors(PropertyDeclarationSyntax property, bool isHandle)
    {
        var accessors = property.AccessorList?.Accessors ?? default;
        var getter = Write(accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)), "get");
        var setter = Write(accessors.FirstOrDefault(accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration)), "set");
        var parsed = (PropertyDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"int P {{ {(isHandle ? getter : $"{getter} {setter}")} }}")!;
        return parsed.AccessorList!;
    }

    private static string Write(AccessorDeclarationSyntax? accessor, string keyword)
    {
        if (accessor is null)
            return keyword + ";";
        var modifiers = accessor.Modifiers.Select(modifier => modifier.ValueText);
        return string.Join(" ", [.. accessor.AttributeLists.Select(list => list.ToString()), .. modifiers, keyword]) + ";";
    }
}
