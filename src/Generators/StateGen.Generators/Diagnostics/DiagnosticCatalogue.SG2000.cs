using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <content>SG2xxx: unsafe use of state in the code of operators.</content>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor FieldInsteadOfState = Warning(DiagnosticIds.FieldInsteadOfState,
        "Data kept between callbacks must be declared as state",
        "'{0}' is changed by '{1}' but is not state. All keys share it, and it is lost when the job "
        + "fails, restarts or is rescaled. Declare it as a [State] property.");

    public static readonly DiagnosticDescriptor StateWithoutCurrentKey = Error(DiagnosticIds.StateWithoutCurrentKey,
        "State needs a current key",
        "{0} cannot be used here because {1} runs without a current key; use state only in OnEvent, OnTimer and the methods they call");

    public static readonly DiagnosticDescriptor AsyncCallback = Error(DiagnosticIds.AsyncCallback,
        "Callbacks must not be async",
        "The code after the first await of '{0}' runs when the callback has ended and another key, or none, is current; "
        + "remove async, and wait in the source or the sink instead");

    public static readonly DiagnosticDescriptor StateAfterAwait = Error(DiagnosticIds.StateAfterAwait,
        "State must not be used after an await",
        "{0} is used after an await, when the callback has ended and another key, or none, is current; use state before the first await");

    public static readonly DiagnosticDescriptor StateOnOtherThread = Error(DiagnosticIds.StateOnOtherThread,
        "State must stay on the operator's thread",
        "{0} is used on another thread. State is not thread-safe, and the current key changes "
        + "while the other thread runs. Use what the callback reads before: {1}");

    public static readonly DiagnosticDescriptor StateInEscapingDelegate = Warning(DiagnosticIds.StateInEscapingDelegate,
        "State must not be used by a delegate that outlives the callback",
        "{0} is used by a delegate that outlives the callback. When the delegate runs, another key, or "
        + "none, is current. Use what the callback reads before: {1}");

    public static readonly DiagnosticDescriptor StateNotAssignedBack = Warning(DiagnosticIds.StateNotAssignedBack,
        "Assign modified state back",
        "This change is lost because '{0}' returns a copy; assign it back: {1}");

    public static readonly DiagnosticDescriptor EscapingStateHandle = Warning(DiagnosticIds.EscapingStateHandle,
        "State handles and contexts must not leave the callback",
        "'{0}' is {1}, but it always refers to the key that is current when it is used; copy the values that are needed, for example with ToArray()");

    public static readonly DiagnosticDescriptor StateChangedWhileEnumerated = Warning(DiagnosticIds.StateChangedWhileEnumerated,
        "Collection state must not be changed while it is enumerated",
        "The loop changes '{0}' while it enumerates it, so the next iteration throws; enumerate a copy, or remove map entries through OpenCursor()");

    public static readonly DiagnosticDescriptor NondeterministicCallback = Warning(DiagnosticIds.NondeterministicCallback,
        "Callbacks and key selectors must be deterministic",
        "{0} gives a different result when an event is processed again after a failure; {1}");

    public static readonly DiagnosticDescriptor BlockingCallback = Warning(DiagnosticIds.BlockingCallback,
        "Callbacks must not block",
        "{0} blocks every key of the subtask, its checkpoints and the operators before it; wait in the source or the sink instead");

    public static readonly DiagnosticDescriptor ListStateRewritten = Warning(DiagnosticIds.ListStateRewritten,
        "Append to list state with Add or AddRange",
        "This call reads and writes all of '{0}' to append to it; use Add or AddRange, which write only the new elements");

    public static readonly DiagnosticDescriptor TimerPerEvent = Suggestion(DiagnosticIds.TimerPerEvent,
        "Avoid a timer for every event",
        "Every event registers its own timer, which is stored, checkpointed and fired; register "
        + "one timer per key, or round the time so that events share a timer");

    public static readonly DiagnosticDescriptor EmittedValueChanged = Warning(DiagnosticIds.EmittedValueChanged,
        "Emitted objects must not be changed afterwards",
        "'{0}' is emitted and can change afterwards, but downstream operators and sinks read it later; emit a copy");

    public static readonly DiagnosticDescriptor SwallowedException = Warning(DiagnosticIds.SwallowedException,
        "Exceptions in callbacks must reach the runtime",
        "This handler swallows every exception, so the record counts as processed even if '{0}' is only partly "
        + "updated; catch only the exceptions that you expect and leave the others to the error policy");

    public static readonly DiagnosticDescriptor BroadcastStateWrittenUnderKey = Error(DiagnosticIds.BroadcastStateWrittenUnderKey,
        "Broadcast state must be written in OnBroadcast",
        "Broadcast state '{0}' cannot be written in '{1}', which runs on the subtask of one key, so that the copies of the other subtasks "
        + "would differ; move the write to OnBroadcast");

    public static readonly DiagnosticDescriptor OperatorStateBeforeOpen = Error(DiagnosticIds.OperatorStateBeforeOpen,
        "Operator state can be used from OnOpenAsync on",
        "{0} cannot be used here because {1} runs before the operator is open and its state is restored; move the access to OnOpenAsync");

    public static readonly DiagnosticDescriptor TimerOfOtherTime = Warning(DiagnosticIds.TimerOfOtherTime,
        "Use the kind of time that the timer follows",
        "'{0}' takes {1}, but '{2}' is {3}, which may be years away from it; use '{4}', or a timer of the other kind");
}
