using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>SG3007. Reports types in <c>[Operator(Backend = ...)]</c> and <c>[StateBackend]</c> that are not backends.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InvalidBackendAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.InvalidBackend)
{
    private protected override void Start(CompilationStartAnalysisContext context) =>
        context.RegisterSyntaxNodeAction(Report, SyntaxKind.Attribute);

    private static void Report(SyntaxNodeAnalysisContext context)
    {
        if (FindBackend((AttributeSyntax)context.Node, context.SemanticModel, context.CancellationToken) is { } backend
            && context.SemanticModel.GetTypeInfo(backend, context.CancellationToken).Type is { } type && BackendTypeRules.FindFault(type) is { } fault)
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.InvalidBackend, backend.GetLocation(), TypeNames.InMessages(type), fault));
    }

    // The names are compared first, because most attributes do not belong to StateGen.
    private static TypeSyntax? FindBackend(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken)
    {
        var argument = AttributeNames.NameOf(attribute.Name) switch
        {
            "Operator" or "OperatorAttribute" =>
                attribute.ArgumentList?.Arguments.FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == "Backend"),
            "StateBackend" or "StateBackendAttribute" => attribute.ArgumentList?.Arguments.FirstOrDefault(),
            _ => null,
        };
        return argument?.Expression is TypeOfExpressionSyntax { Type: var backend } && IsOurs(model.GetTypeInfo(attribute, cancellationToken).Type)
            ? backend
            : null;
    }

    private static bool IsOurs(ITypeSymbol? attribute) =>
        attribute is { ContainingNamespace: { Name: "StateGen", ContainingNamespace.IsGlobalNamespace: true } };
}
