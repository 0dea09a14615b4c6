using System.Composition;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1008. Adds an id based on the name of the class, unless another operator has this id or would get it from the same fix.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingOperatorIdCodeFixProvider))]
[Shared]
public sealed class MissingOperatorIdCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.MissingOperatorId)
{
    private static readonly Regex WordStart = new("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1));

    private protected override string TitleOf(Diagnostic diagnostic) => "Add an id based on the class name";

    // If the id is an empty constant, the user has to change the constant.
    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (node is not ExpressionSyntax argument || node.DescendantNodesAndSelf().OfType<NameSyntax>().Any()
            || node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } type)
            return null;
        var id = IdOf(type.Name);
        return IsTaken(id, type, model.Compilation, cancellationToken) ? null : editor => editor.ReplaceNode(argument, Literal(id).WithTriviaFrom(argument));
    }

    private static bool IsTaken(string id, INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) => compilation
        .GetSymbolsWithName(_ => true, SymbolFilter.Type, cancellationToken).OfType<INamedTypeSymbol>()
        .Where(other => !SymbolEqualityComparer.Default.Equals(other, type)).Select(OperatorDeclaration.Find).OfType<OperatorDeclaration>()
        .Any(other => id == (other.Id.Trim() is { Length: > 0 } given ? given : IdOf(other.Type.Name)));

    private static string IdOf(string name) => WordStart.Replace(name, "-").Replace('_', '-').ToLowerInvariant();

    private static LiteralExpressionSyntax Literal(string id) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(id));
}
