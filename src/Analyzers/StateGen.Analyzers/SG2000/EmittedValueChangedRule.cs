using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2014. Reports emitted objects that can change, or do change, after they are emitted.</summary>
internal sealed class EmittedValueChangedRule() : OperatorCodeRule(DiagnosticCatalogue.EmittedValueChanged)
{
    public override Action<OperatorEnd>? Register(OperatorStart context, OperatorCode code) => end => Report(end, code);

    private void Report(OperatorEnd end, OperatorCode code)
    {
        var run = code.Calls.FindRunByCallbacks();
        var changedFields = code.Members.Where(member => run.Contains(member.Member)).SelectMany(FieldsChangedBy).ToLookup(
            field => field.Symbol!, SymbolEqualityComparer.Default);
        var reported = new HashSet<SyntaxNode>();
        foreach (var member in code.Members)
        {
            foreach (var (emitted, origin) in member.Facts.ChangedAfterEmit.OrderBy(entry => entry.Origin))
                Report(end, emitted, member.Body.Origins[origin], reported);
            foreach (var emit in member.Events.OfType<EmitEvent>())
            {
                foreach (var field in FieldsIn(member.Body, emit.Value).Where(field => IsChanged(field, changedFields) || IsEmittedItself(emit, field)))
                    Report(end, emit.Operation, field, reported);
            }
        }
    }

    private void Report(OperatorEnd end, IOperation emitted, Origin origin, HashSet<SyntaxNode> reported)
    {
        if (reported.Add(emitted.Syntax))
            end.ReportDiagnostic(Diagnostic.Create(Rule, emitted.Syntax.GetLocation(), NameOf(emitted, origin)));
    }

    // What was read from the field may be emitted without the field itself.
    private static bool IsChanged(Origin emitted, ILookup<ISymbol, Origin> changed) =>
        changed[emitted.Symbol!].Any(origin => emitted.Owner is null || origin.Owner is not null);

    // Whoever has the collection of a field can change it.
    private static bool IsEmittedItself(EmitEvent emit, Origin field) =>
        emit.Value.Contains(field.Index) && field.Symbol is IFieldSymbol { Type: { } type } && Mutation.IsMutableCollection(type);

    private static string NameOf(IOperation emitted, Origin origin) => OperationContext.Unwrap(emitted) switch
    {
        ILocalReferenceOperation { Local.Name: var name } => name,
        IParameterReferenceOperation { Parameter.Name: var name } => name,
        _ => origin.Symbol?.Name ?? ((origin.Owner ?? origin).Type?.Name is { Length: > 0 } type ? type : "value"),
    };

    private static IEnumerable<Origin> FieldsChangedBy(MemberFlow member) => member.Events.OfType<ChangeEvent>()
        .SelectMany(change => change.Objects.Origins.ToArray()).Select(index => member.Body.Origins[index])
        .Where(origin => origin.Kind == OriginKind.Field);

    private static IEnumerable<Origin> FieldsIn(FlowBody body, ValueSet value) =>
        body.Reach(value).Select(index => body.Origins[index]).Where(origin => origin.Kind == OriginKind.Field && !IsEmptyArray(origin.Symbol!));

    // An empty array has no elements that could change.
    private static bool IsEmptyArray(ISymbol field) => field is IFieldSymbol { IsReadOnly: true, Type: IArrayTypeSymbol }
        && field.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is VariableDeclaratorSyntax
        {
            Initializer.Value: CollectionExpressionSyntax { Elements.Count: 0 }
                or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" } },
        });
}
