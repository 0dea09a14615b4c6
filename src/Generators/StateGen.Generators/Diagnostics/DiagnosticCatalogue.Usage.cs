using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Diagnostics;

/// <content>SG2xxx: unsafe use of state in the code of operators.</content>
internal static partial class DiagnosticCatalogue
{
    public static readonly DiagnosticDescriptor FieldInsteadOfState = Warning("SG2001",
        "What a callback remembers must be state",
        "'{0}' is changed by '{1}', but it is not state: all keys share it, and it is lost when the job fails, restarts or is rescaled");

    public static readonly DiagnosticDescriptor NoCurrentKey = Warning("SG2002",
        "State needs a current key",
        "{0} throws here: {1} runs without a current key, and state exists only while OnEvent or OnTimer run");

    public static readonly DiagnosticDescriptor AsyncCallback = Error("SG2003",
        "A callback must not be async",
        "'{0}' is async: what it does after its first await happens outside the record, under another key or none");

    public static readonly DiagnosticDescriptor StateAfterAwait = Error("SG2004",
        "State must not be touched after an await",
        "{0} is touched after an await, when the record is over: another key is current, or none");

    public static readonly DiagnosticDescriptor StateOnOtherThread = Error("SG2005",
        "State must stay on the thread of its operator",
        "{0} is touched on another thread: state is not synchronized, and the current key changes meanwhile");

    public static readonly DiagnosticDescriptor StateInKeptDelegate = Warning("SG2006",
        "State must not be touched by a delegate that outlives the callback",
        "{0} is touched by a delegate that is kept: when it runs, another key is current, or none");

    public static readonly DiagnosticDescriptor NotAssignedBack = Error("SG2007",
        "What is read from state and changed must be assigned back",
        "This change is lost: what '{0}' returns is a copy, and it is not assigned back after the change");

    public static readonly DiagnosticDescriptor HandleLeaves = Warning("SG2008",
        "State handles and contexts must not leave the callback",
        "'{0}' is {1}, but it stands for the key that is current when it is used; copy what is needed, for example with ToArray()");

    public static readonly DiagnosticDescriptor ChangedWhileEnumerated = Warning("SG2009",
        "A collection state must not be changed while it is enumerated",
        "The loop changes '{0}' while it enumerates it, which throws at the next element; enumerate a copy, or remove through OpenCursor()");

    public static readonly DiagnosticDescriptor NotDeterministic = Warning("SG2010",
        "Callbacks and key selectors must be deterministic",
        "'{0}' gives another value when an event is processed again after a failure; {1}");

    public static readonly DiagnosticDescriptor BlockingCall = Warning("SG2011",
        "Callbacks must not block",
        "'{0}' waits, and with it every key of the subtask, its checkpoints and what is upstream; wait in the source or the sink");

    public static readonly DiagnosticDescriptor ListRewritten = Warning("SG2012",
        "A list state is appended to with Add",
        "'{0}' is read and written as a whole to append to it; Add and AddRange write only what is new");

    public static readonly DiagnosticDescriptor TimerForEveryEvent = Suggestion("SG2013",
        "A timer for every event is expensive",
        "Every event registers a timer of its own, which is stored, checkpointed and fired; register it once, or round the time so that events share it");

    public static readonly DiagnosticDescriptor EmittedAndChanged = Warning("SG2014",
        "What is emitted must not change afterwards",
        "'{0}' is emitted and changed afterwards, but what is downstream reads it later; emit a copy");

    public static readonly DiagnosticDescriptor SwallowedError = Warning("SG2015",
        "Errors of callbacks must reach the runtime",
        "Every exception is swallowed here, and the record counts as processed with '{0}' half changed; catch what is expected, and leave the rest to the error policy");
}
