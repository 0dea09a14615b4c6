namespace StateGen.Backends.Memory.Timers;

/// <summary>A change to the timers that the current record has made, for undoing it.</summary>
internal readonly record struct TimerChange<TKey>(KeyedTimer<TKey> Timer, bool IsRegistration);
