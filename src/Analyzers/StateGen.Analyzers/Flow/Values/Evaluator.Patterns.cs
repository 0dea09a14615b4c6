using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Values;

/// <content>Assignments to several variables at once, and patterns.</content>
internal sealed partial class Evaluator
{
    private ValueSet Deconstruct(IDeconstructionAssignmentOperation deconstruction)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        if (OperationContext.Unwrap(deconstruction.Value) is ITupleOperation values && target is ITupleOperation targets
            && values.Elements.Length == targets.Elements.Length)
        {
            var parts = values.Elements.Select(Evaluate).ToArray();
            for (var i = 0; i < parts.Length; i++)
                AssignTo(targets.Elements[i], parts[i], deconstruction);
            return default;
        }

        var value = Evaluate(deconstruction.Value);
        Use(deconstruction, value);
        AssignTo(target, value, deconstruction);
        return default;
    }

    private void AssignParts(ITupleOperation tuple, ValueSet value, IOperation operation)
    {
        for (var i = 0; i < tuple.Elements.Length; i++)
        {
            var element = tuple.Elements[i];
            var parts = PartsOf(value, operation, $"Item{i + 1}");
            AssignTo(element, element is ITupleOperation ? parts : Carried(element.Type, parts), operation);
        }
    }

    private ValueSet Match(IIsPatternOperation match)
    {
        var value = Evaluate(match.Value);
        Bind(match.Pattern, value, match);
        return default;
    }

    private void Bind(IPatternOperation pattern, ValueSet value, IOperation operation)
    {
        if (++_depth > MaxDepth)
        {
            _depth--;
            return;
        }

        switch (pattern)
        {
            case IDeclarationPatternOperation { DeclaredSymbol: { } found }:
                Bind(found, value, pattern);
                break;
            case IRecursivePatternOperation recursive:
                Bind(recursive.DeclaredSymbol, value, pattern);
                foreach (var member in recursive.PropertySubpatterns)
                    Bind(member.Pattern, PartsOf(value, pattern, (member.Member as IMemberReferenceOperation)?.Member.Name), operation);
                for (var i = 0; i < recursive.DeconstructionSubpatterns.Length; i++)
                    Bind(recursive.DeconstructionSubpatterns[i], PartsOf(value, pattern, $"Item{i + 1}"), operation);
                break;
            case IListPatternOperation list:
                Bind(list.DeclaredSymbol, value, pattern);
                foreach (var element in list.Patterns)
                    Bind(element is ISlicePatternOperation { Pattern: { } slice } ? slice : element, PartsOf(value, pattern), operation);
                break;
            case IBinaryPatternOperation binary:
                Bind(binary.LeftPattern, value, operation);
                Bind(binary.RightPattern, value, operation);
                break;
            case INegatedPatternOperation negated:
                Bind(negated.Pattern, value, operation);
                break;
        }

        _depth--;
    }

    private void Bind(ISymbol? found, ValueSet value, IOperation operation)
    {
        if (found is ILocalSymbol local && MayCarry(local.Type))
            Replace(local, value, operation);
    }
}
