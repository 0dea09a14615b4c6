using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Timers;

/// <summary>
/// Recognizes the time of the event that a callback receives, or at which it receives it, and times at a fixed distance from it: two events with different
/// times never share such a timer. A time that is rounded, or that a state holds, is none.
/// </summary>
/// <param name="source">The source of the compilation.</param>
/// <param name="selected">The members that streams use as the time of events.</param>
/// <param name="cancellationToken">The token that cancels the analysis.</param>
internal sealed class EventTimes(SourceCode source, SelectedTimes selected, CancellationToken cancellationToken)
{
    private const int MostDepth = 64;
    private const int MostSteps = 2000;

    private readonly HashSet<ISymbol> _open = new(SymbolEqualityComparer.Default);
    private int _depth;
    private int _steps;

    /// <summary>Indicates whether an expression is the time of the event or at a fixed distance from it.</summary>
    public bool IsExact(IOperation time, CallFrame frame)
    {
        if (_depth == MostDepth || _steps == MostSteps)
            return false;
        _depth++;
        _steps++;
        var isExact = IsExactWithin(time, frame);
        if (--_depth == 0)
            _steps = 0;
        return isExact;
    }

    private bool IsExactWithin(IOperation time, CallFrame frame) => time switch
    {
        IConversionOperation conversion => IsExact(conversion.Operand, frame),
        IParenthesizedOperation parenthesized => IsExact(parenthesized.Operand, frame),
        ILocalReferenceOperation variable => IsExactVariable(variable, frame),
        IParameterReferenceOperation { Parameter: var parameter } => IsExactParameter(parameter, frame),
        IConditionalOperation { WhenFalse: { } whenFalse } choice => IsExact(choice.WhenTrue, frame) && IsExact(whenFalse, frame),
        ICoalesceOperation choice => IsExact(choice.Value, frame) && IsExact(choice.WhenNull, frame),
        ISwitchExpressionOperation choice => choice.Arms.All(arm => arm.Value is IThrowOperation || IsExact(arm.Value, frame)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum => IsExactSum(sum, frame),
        IPropertyReferenceOperation { Instance: { } instance,
            Property.Name: "Value" or "UtcDateTime" or "DateTime" or "LocalDateTime" or "UtcTicks" or "Ticks" }
            when IsExact(instance, frame) => true,
        IPropertyReferenceOperation { Property: { Name: "Timestamp" or "ProcessingTime" } property }
            when KnownTypes.IsOperatorContext(property.ContainingType) => true,
        IMemberReferenceOperation { Member: IPropertySymbol or IFieldSymbol } member => IsExactMember(member, frame),
        IObjectCreationOperation { Type.Name: "DateTimeOffset" or "DateTime", Arguments: [{ Value: var first }, ..] } made => made.Arguments.Length <= 2
            && IsExact(first, frame),
        IInvocationOperation call => IsExactResult(call, frame),
        _ => false,
    };

    private bool IsExactSum(IBinaryOperation sum, CallFrame frame) => IsExact(sum.LeftOperand, frame) ? IsFixed(sum.RightOperand)
        : sum.OperatorKind == BinaryOperatorKind.Add && IsNumber(sum.Type) && IsExact(sum.RightOperand, frame) && IsFixed(sum.LeftOperand);

    private bool IsExactResult(IInvocationOperation call, CallFrame frame)
    {
        var method = call.TargetMethod;
        if (IsTime(method.ContainingType) && call.Instance is { } instance)
        {
            return IsExact(instance, frame) && (method.Name switch
            {
                "Subtract" => call.Arguments is [{ Value: var distance }] && !IsTime(distance.Type) && IsFixed(distance),
                "ToUniversalTime" or "ToLocalTime" or "ToOffset" or "ToUnixTimeMilliseconds" or "ToUnixTimeSeconds" or "GetValueOrDefault" => true,
                _ => method.Name.StartsWith("Add", StringComparison.Ordinal) && call.Arguments.All(argument => IsFixed(argument.Value)),
            });
        }

        if (method is { Name: "GetValueOrDefault", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
            && call.Instance is { } nullable)
            return IsExact(nullable, frame);
        if (IsTime(method.ContainingType))
            return method.Name is "FromUnixTimeMilliseconds" or "FromUnixTimeSeconds" or "SpecifyKind" && IsExact(call.Arguments[0].Value, frame);
        return Callees.IsInSource(method) && method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
            && IsExactReturn(method, call, frame, IsExact);
    }

    // Every value that the source of a method returns.
    private bool IsExactReturn(IMethodSymbol method, IOperation call, CallFrame frame, Func<IOperation, CallFrame, bool> isExact)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (frame.Depth > 5 || frame.Runs(definition))
            return false;
        var returned = source.BodiesOf(definition, cancellationToken).SelectMany(Callees.RunBy).OfType<IReturnOperation>()
            .Select(static result => result.ReturnedValue).OfType<IOperation>().ToArray();
        return returned.Length > 0 && Array.TrueForAll(returned, value => isExact(value, new(definition, call, frame)));
    }

    private bool IsExactVariable(ILocalReferenceOperation variable, CallFrame frame)
    {
        if (!_open.Add(variable.Local))
            return true;
        try
        {
            var values = ValuesOf(variable).ToArray();
            var parts = AssignmentsOf(variable).ToArray();
            return values.Length + parts.Length > 0 && Array.TrueForAll(values, value => value is not null && IsExact(value, frame))
                && Array.TrueForAll(parts, part => IsExactPart(part.Target, part.Value, variable, frame));
        }
        finally
        {
            _open.Remove(variable.Local);
        }
    }

    // The assignments of several variables at once of which this is one.
    private static IEnumerable<IDeconstructionAssignmentOperation> AssignmentsOf(ILocalReferenceOperation variable) =>
        OperationContext.RootOf(variable).Descendants().OfType<IDeconstructionAssignmentOperation>().Where(assignment => Assigns(assignment.Target, variable));

    private static bool Assigns(IOperation target, ILocalReferenceOperation variable) => target.DescendantsAndSelf().OfType<ILocalReferenceOperation>()
        .Any(part => SymbolEqualityComparer.Default.Equals(part.Local, variable.Local));

    // The part of a tuple, of a tuple that a method returns, or of the event itself.
    private bool IsExactPart(IOperation target, IOperation value, ILocalReferenceOperation variable, CallFrame frame)
    {
        var inner = target is IDeclarationExpressionOperation { Expression: var declared } ? declared : target;
        if (inner is not ITupleOperation { Elements: var targets })
            return IsExact(value, frame);
        var ordinal = targets.IndexOf(targets.First(part => Assigns(part, variable)));
        return OperationContext.Unwrap(value) switch
        {
            ITupleOperation { Elements: var values } => values.Length == targets.Length && IsExactPart(targets[ordinal], values[ordinal], variable, frame),
            IInvocationOperation { TargetMethod: var method } call when Callees.IsInSource(method) && method.MethodKind != MethodKind.DelegateInvoke =>
                IsExactReturn(method, call, frame, (returned, of) =>
                    OperationContext.Unwrap(returned) is ITupleOperation tuple && IsExactPart(target, tuple, variable, of)),
            _ => IsTime(variable.Type) && !SelectedTimes.IsDoubtful(variable.Local.Name) && IsOfEvent(value, frame),
        };
    }

    private bool IsExactParameter(IParameterSymbol parameter, CallFrame frame)
    {
        if (frame.FrameOf(parameter.ContainingSymbol) is not { } of)
            return false;
        return of.Caller is null ? parameter.Ordinal == 0 && IsTime(parameter.Type) : of.ArgumentFor(parameter) is { } argument
            && IsExact(argument, of.Caller);
    }

    // A member of the event that holds a time, or one whose getter returns it.
    private bool IsExactMember(IMemberReferenceOperation reference, CallFrame frame)
    {
        if (reference.Instance is not { } instance || !IsOfEvent(instance, frame) || IsTime(reference.Member.ContainingType)
            || reference.Member.ContainingType.Name == "TimeSpan")
            return false;
        if (reference.Member is IPropertySymbol { GetMethod: { } getter } property && Callees.IsInSource(getter) && IsComputed(getter))
            return IsExactReturn(getter, reference, frame, IsExact) || (selected.Contains(property, cancellationToken) && IsTime(reference.Type));
        return (IsTime(reference.Type) || reference.Type?.SpecialType == SpecialType.System_Int64)
            && (!SelectedTimes.IsDoubtful(reference.Member.Name) || selected.Contains(reference.Member, cancellationToken));
    }

    private bool IsComputed(IMethodSymbol getter) => source.BodiesOf(getter, cancellationToken).Any();

    private static bool IsOfEvent(IOperation value, CallFrame frame) => OperationContext.Unwrap(value) switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => frame.FrameOf(parameter.ContainingSymbol) is { } of
            && (of.Caller is null ? parameter.Ordinal == 0 : of.ArgumentFor(parameter) is { } argument && IsOfEvent(argument, of.Caller)),
        ILocalReferenceOperation variable => LocalVariables.FindAssignedOnce(variable) is { } held && IsOfEvent(held, frame),
        IInstanceReferenceOperation => frame is { Caller: { } caller, Call: IMemberReferenceOperation { Instance: { } instance } }
            && IsOfEvent(instance, caller)
            || frame is { Caller: { } outer, Call: IInvocationOperation { Instance: { } receiver } } && receiver is not IInstanceReferenceOperation
                && IsOfEvent(receiver, outer),
        IMemberReferenceOperation { Member: IPropertySymbol { IsIndexer: false } or IFieldSymbol, Instance: { } owner } => IsOfEvent(owner, frame),
        _ => false,
    };

    // The initial value of a variable and everything that is assigned to it; null for what cannot be followed.
    private static IEnumerable<IOperation?> ValuesOf(ILocalReferenceOperation variable)
    {
        if (LocalVariables.FindInitialValue(variable) is { } initial)
            yield return initial;
        foreach (var use in LocalVariables.UsesOf(variable.Local, variable))
        {
            if (use.Parent is IAssignmentOperation assignment && assignment.Target == use)
            {
                if (assignment is ISimpleAssignmentOperation simple)
                    yield return simple.Value;
                else if (assignment is not ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } compound
                    || !IsFixed(compound.Value))
                    yield return null;
            }
            else if (use.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out })
            {
                yield return null;
            }
        }
    }

    // A distance that does not depend on the time: rounding subtracts a part of the time itself.
    private static bool IsFixed(IOperation distance) => IsFixed(distance, 0);

    private static bool IsFixed(IOperation distance, int depth) => depth < 5 && distance.DescendantsAndSelf().All(part => part switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder or BinaryOperatorKind.And } => false,
        ILocalReferenceOperation variable => LocalVariables.FindAssignedOnce(variable) is { } value && IsFixed(value, depth + 1),
        _ => !IsTime(part.Type),
    });

    private static bool IsNumber(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Int64;

    /// <summary>Indicates whether a type holds a time, or may.</summary>
    public static bool IsTime(ITypeSymbol? type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
        ? IsTime(nullable.TypeArguments[0])
        : type is { Name: "DateTimeOffset" or "DateTime", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
