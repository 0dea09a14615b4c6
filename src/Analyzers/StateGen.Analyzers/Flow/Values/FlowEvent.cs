using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>Something that happens to values in a block of a function, in the order of execution.</summary>
/// <param name="Operation">The operation, whose syntax gives the place.</param>
internal abstract record FlowEvent(IOperation Operation);

/// <summary>A change inside objects.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Objects">The objects of which one is changed.</param>
/// <param name="Kind">The kind of change.</param>
/// <param name="IsIfTrue">true if the operation returns whether it has changed something; otherwise, false.</param>
internal sealed record ChangeEvent(IOperation Operation, ValueSet Objects, ChangeKind Kind, bool IsIfTrue = false) : FlowEvent(Operation);

/// <summary>An assignment of a state, or of an entry or element of a collection state, or an addition to an accumulator.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="State">The state; null for all states of the operator.</param>
/// <param name="Value">The value; empty if the state is reset.</param>
/// <param name="IsIfNull">true if the state is assigned only where it has no value; otherwise, false.</param>
internal sealed record AssignEvent(IOperation Operation, IPropertySymbol? State, ValueSet Value, bool IsIfNull = false) : FlowEvent(Operation);

/// <summary>The reading or making of a new object. The facts about the former object of this origin no longer hold.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Origin">The origin.</param>
internal sealed record MadeEvent(IOperation Operation, int Origin) : FlowEvent(Operation);

/// <summary>The emission of a value.</summary>
/// <param name="Operation">The emitted expression, or the call that emits it.</param>
/// <param name="Value">The value.</param>
internal sealed record EmitEvent(IOperation Operation, ValueSet Value) : FlowEvent(Operation);

/// <summary>The assignment of a field or property of the operator, or of a static one, or the addition of a value to an object outside the body.</summary>
/// <param name="Operation">The stored expression.</param>
/// <param name="Holder">The field or property.</param>
/// <param name="Value">The value.</param>
/// <param name="IsSubscription">true if a delegate is added to an event; otherwise, false.</param>
/// <param name="Into">The objects of which the value becomes a part; empty if the holder itself is assigned.</param>
internal sealed record StoreEvent(IOperation Operation, ISymbol? Holder, ValueSet Value, bool IsSubscription, ValueSet Into = default) : FlowEvent(Operation);

/// <summary>The removal of a delegate from an event.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Holder">The event.</param>
/// <param name="Value">The delegate.</param>
internal sealed record UnsubscribeEvent(IOperation Operation, ISymbol? Holder, ValueSet Value) : FlowEvent(Operation);

/// <summary>The return of a value to the caller of the function.</summary>
/// <param name="Operation">The returned expression.</param>
/// <param name="Value">The value.</param>
/// <param name="IsOfMember">true if the member itself returns; false for a lambda or local function.</param>
internal sealed record ReturnEvent(IOperation Operation, ValueSet Value, bool IsOfMember) : FlowEvent(Operation);

/// <summary>A lambda or local function that runs here.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Function">The function.</param>
/// <param name="IsCertain">true if the function surely runs once; otherwise, false.</param>
/// <param name="Passed">What the code passes to the function that it calls itself; empty if other code calls the function.</param>
internal sealed record RunEvent(IOperation Operation, FlowFunction Function, bool IsCertain, ValueSet Passed = default) : FlowEvent(Operation);

/// <summary>Delegates that are handed to code that runs them on another thread, or keeps them.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Delegates">The value that may contain delegates.</param>
/// <param name="Context">The context in which the delegates run.</param>
internal sealed record HandOverEvent(IOperation Operation, ValueSet Delegates, ExecutionContextKind Context) : FlowEvent(Operation);

/// <summary>A call of a delegate that a caller passed.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Delegate">The parameter that holds the delegate.</param>
/// <param name="Arguments">The values that the delegate receives.</param>
internal sealed record InvokeEvent(IOperation Operation, int Delegate, ValueSet[] Arguments) : FlowEvent(Operation);

/// <summary>The assignment of a variable, which no longer holds what it held before.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Former">The objects that the variable held before.</param>
/// <param name="Next">The elements of which the variable now holds another one; empty if it holds something else.</param>
/// <param name="Collection">The collection of which they are elements.</param>
internal sealed record ForgetEvent(IOperation Operation, ValueSet Former, ValueSet Next, ValueSet Collection) : FlowEvent(Operation);

/// <summary>A use of objects that changes nothing in them.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Objects">The objects.</param>
internal sealed record UseEvent(IOperation Operation, ValueSet Objects) : FlowEvent(Operation);

/// <summary>Values that code receives about which nothing is known. It may assign them to any state.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Values">The values.</param>
internal sealed record UnknownEvent(IOperation Operation, ValueSet Values) : FlowEvent(Operation);

/// <summary>The start of an enumeration, or a step of it.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Sequence">The sequence.</param>
/// <param name="IsStart">true if an enumerator is made; false if it moves to the next element.</param>
internal sealed record EnumerateEvent(IOperation Operation, ValueSet Sequence, bool IsStart) : FlowEvent(Operation);

/// <summary>A call of a member whose source is known.</summary>
/// <param name="Operation">The call.</param>
/// <param name="Member">The member.</param>
internal sealed record CallEvent(IOperation Operation, ISymbol Member) : FlowEvent(Operation);

/// <summary>Specifies what a change does to an object.</summary>
internal enum ChangeKind
{
    /// <summary>The change assigns a member or element, or adds or removes one.</summary>
    Content,

    /// <summary>The change only reorders elements.</summary>
    Order,

    /// <summary>The change removes everything from a collection.</summary>
    Clear,

    /// <summary>The change gives a <c>ref</c> parameter another object.</summary>
    Reference,

    /// <summary>The change is made by a method of the object itself that is written in source.</summary>
    Method,
}
