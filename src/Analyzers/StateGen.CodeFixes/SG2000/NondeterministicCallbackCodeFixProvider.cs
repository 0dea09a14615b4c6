using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG2000;

/// <summary>SG2010. Replaces the system clock by the event time, in a callback that receives the operator context.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NondeterministicCallbackCodeFixProvider))]
[Shared]
public sealed class NondeterministicCallbackCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.NondeterministicCallback)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Use the event time";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (node is not ExpressionSyntax clock || FindContext(clock, model, cancellationToken) is not { } context)
            return null;
        var replacement = model.GetSymbolInfo(clock, cancellationToken).Symbol?.ToDisplayString() switch
        {
            "System.DateTimeOffset.Now" or "System.DateTimeOffset.UtcNow" => $"{context}.Timestamp",
            "System.DateTime.Now" or "System.DateTime.UtcNow" => $"{context}.Timestamp.UtcDateTime",
            _ => null,
        };
        return replacement is null ? null : editor => editor.ReplaceNode(clock, SyntaxFactory.ParseExpression(replacement).WithTriviaFrom(clock));
    }

    private static string? FindContext(ExpressionSyntax clock, SemanticModel model, CancellationToken cancellationToken)
    {
        var parameter = clock.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ParameterList.Parameters
            .FirstOrDefault(parameter => model.GetDeclaredSymbol(parameter, cancellationToken)?.Type.Name == "OperatorContext");
        return parameter is not null && !IsStatic(clock) ? parameter.Identifier.Text : null;
    }

    // A static lambda or local function cannot use the parameters of the containing method.
    private static bool IsStatic(ExpressionSyntax clock) => clock.Ancestors().Any(ancestor => ancestor switch
    {
        AnonymousFunctionExpressionSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    });
}
