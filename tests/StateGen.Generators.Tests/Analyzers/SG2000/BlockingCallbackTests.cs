namespace StateGen.Generators.Tests.Analyzers.SG2000;

public sealed class BlockingCallbackTests() : RuleTests("SG2011")
{
    private const string State = """
        [State] private partial int Count { get; set; }
            [State] private partial ListState<int> Seen { get; }
            [State] private partial MapState<string, int> ByName { get; }

        """;

    [Fact]
    public Task Sleeping_is_reported() => VerifyBodyAsync(State, "[|System.Threading.Thread.Sleep(1)|]; Count++;");

    [Fact]
    public Task Waiting_for_a_task_is_reported() => VerifyBodyAsync(State, "[|Task.Delay(1).Wait()|]; Count++;");

    [Fact]
    public Task The_result_of_a_task_is_reported() => VerifyBodyAsync(State + "private static Task<int> LoadAsync() => Task.FromResult(1);", "Count += [|LoadAsync().Result|];");

    [Fact]
    public Task The_result_of_an_awaiter_is_reported() => VerifyBodyAsync(State + "private static Task<int> LoadAsync() => Task.FromResult(1);", "Count += [|LoadAsync().GetAwaiter().GetResult()|];");

    [Fact]
    public Task The_result_of_a_configured_awaiter_is_reported() => VerifyBodyAsync(State + "private static Task<int> LoadAsync() => Task.FromResult(1);", "Count += [|LoadAsync().ConfigureAwait(false).GetAwaiter().GetResult()|];");

    [Fact]
    public Task Waiting_for_all_tasks_is_reported() => VerifyBodyAsync(State, "[|Task.WaitAll(Task.Delay(1), Task.Delay(2))|]; Count++;");

    [Fact]
    public Task Waiting_for_a_semaphore_in_a_private_method_is_reported() => VerifyBodyAsync(State + "private readonly System.Threading.SemaphoreSlim _one = new(1); private void Enter() => [|_one.Wait()|];", "Enter(); Count++; _one.Release();");

    [Fact]
    public Task Waiting_for_an_event_is_reported() => VerifyBodyAsync(State, "using var done = new System.Threading.ManualResetEvent(true); [|done.WaitOne()|]; Count++;");

    [Fact]
    public Task Reading_the_console_is_reported() => VerifyBodyAsync(State, "Count += [|Console.ReadLine()|]?.Length ?? 0;");

    [Fact]
    public Task A_task_that_is_started_is_correct() => VerifyBodyAsync(State, "_ = Task.Delay(value); Count++;");

    [Fact]
    public Task Waiting_in_a_constructor_is_correct() => VerifyBodyAsync(State + "private readonly int _limit; public Sample() => _limit = Task.FromResult(1).Result;", "Count = Math.Min(_limit, value);");

    [Fact]
    public Task A_member_named_Result_of_another_type_is_correct() => VerifyBodyAsync(State + "private readonly record struct Outcome(int Result);", "Count += new Outcome(value).Result;");

    [Fact]
    public Task Waiting_outside_operators_is_correct() => VerifyAsync("""
        internal static class Program
        {
            public static void Run() => Task.Delay(1).Wait();
        }
        """);

    [Fact]
    public Task Awaiting_in_a_method_that_no_callback_runs_is_correct() => VerifyBodyAsync(State + "public static async Task LoadAsync() => await Task.Delay(1);", "Count++;");

    [Fact]
    public Task Writing_to_the_console_is_correct() => VerifyBodyAsync(State, "Console.WriteLine(value); Count++;");

    [Fact]
    public Task Asking_whether_a_task_is_done_is_correct() => VerifyBodyAsync(State + "private readonly Task _loading = Task.CompletedTask;", "if (_loading.IsCompleted) Count++;");

    [Fact]
    public Task Joining_a_thread_is_reported() => VerifyBodyAsync(State + "private readonly System.Threading.Thread _worker = new(() => { });", "[|_worker.Join()|]; Count++;");

    [Fact]
    public Task The_result_of_a_value_task_is_reported() => VerifyBodyAsync(State + "private static ValueTask<int> LoadAsync() => new(1);", "Count += [|LoadAsync().Result|];");

    [Fact]
    public Task Taking_from_a_collection_that_blocks_is_reported() => VerifyBodyAsync(State + "private readonly System.Collections.Concurrent.BlockingCollection<int> _limits = [];", "Count += [|_limits.Take()|];");

    [Fact]
    public Task Waiting_for_a_process_is_reported() => VerifyBodyAsync(State, "using var process = new System.Diagnostics.Process(); [|process.WaitForExit()|]; Count++;");

    [Fact]
    public Task Asking_a_semaphore_without_waiting_is_correct() => VerifyBodyAsync(State + "private readonly System.Threading.SemaphoreSlim _one = new(1);", "if (_one.Wait(0)) { Count++; _one.Release(); }");

    [Fact]
    public Task Asking_an_event_without_waiting_is_correct() => VerifyBodyAsync(State + "private readonly System.Threading.ManualResetEventSlim _stopping = new();", "if (!_stopping.Wait(TimeSpan.Zero)) Count++;");

    [Fact]
    public Task The_result_of_a_task_that_is_known_to_be_there_is_correct() => VerifyBodyAsync(
        "[State] private partial int Count { get; set; } private readonly Task<int> _limit = Task.FromResult(1); private readonly ValueTask<int> _most = new(1);",
        "if (_limit.IsCompletedSuccessfully) Count += _limit.Result; if (!_most.IsCompleted) return; Count += _most.Result;");

    [Fact]
    public Task The_result_of_a_task_is_reported_where_another_is_known_to_be_there() => VerifyBodyAsync(
        "[State] private partial int Count { get; set; } private readonly Task<int> _limit = Task.FromResult(1); private readonly Task<int> _most = Task.FromResult(2);",
        "if (_limit.IsCompleted) Count += [|_most.Result|];");

    [Fact]
    public Task Files_are_reported() => VerifyBodyAsync(State, "Count += [|System.IO.File.ReadAllText(Key)|].Length; [|System.IO.File.AppendAllText(Key, Key)|]; [|System.IO.Directory.CreateDirectory(Key)|];");

    [Fact]
    public Task A_stream_over_a_file_is_reported() => VerifyBodyAsync(State + """private readonly System.IO.StreamWriter _log = new("log.txt"); private readonly System.IO.FileStream _file = new("data", System.IO.FileMode.Open);""", "[|_log.WriteLine(value)|]; [|_log.Flush()|]; Count += [|_file.ReadByte()|];");

    [Fact]
    public Task Opening_a_file_is_reported_if_nothing_is_read_in_place() => VerifyBodyAsync(State, "using var file = [|new System.IO.FileStream(Key, System.IO.FileMode.Open)|]; Count += (int)file.Length;");

    [Fact]
    public Task A_reader_over_a_file_is_reported_where_it_reads() => VerifyBodyAsync(State, "using var reader = new System.IO.StreamReader(Key); Count += [|reader.ReadToEnd()|].Length;");

    [Fact]
    public Task Streams_in_memory_are_correct() => VerifyBodyAsync(State, "using var memory = new System.IO.MemoryStream([1, 2]); using var reader = new System.IO.StreamReader(memory); Count += reader.ReadToEnd().Length + new System.IO.StringReader(Key).Read();");

    [Fact]
    public Task The_network_is_reported() => VerifyBodyAsync(State + "private readonly System.Net.Http.HttpClient _client = new(); private readonly System.Net.Sockets.UdpClient _udp = new();", "using var request = new System.Net.Http.HttpRequestMessage(); Count += (int)[|_client.Send(request)|].StatusCode; Count += [|System.Net.Dns.GetHostAddresses(Key)|].Length; [|_udp.Send([1], 1)|];");

    [Fact]
    public Task A_database_is_reported() => VerifyBodyAsync(State + "private readonly System.Data.Common.DbConnection _connection = null!;", "[|_connection.Open()|]; using var command = _connection.CreateCommand(); Count += [|command.ExecuteNonQuery()|];");

    [Fact]
    public Task A_lock_for_reading_is_reported() => VerifyBodyAsync(State + "private readonly System.Threading.ReaderWriterLockSlim _lock = new();", "[|_lock.EnterReadLock()|]; Count++; if (_lock.TryEnterWriteLock(0)) Count++; if ([|_lock.TryEnterWriteLock(5)|]) Count++;");

    [Fact]
    public Task A_lock_that_is_asked_with_a_timeout_is_reported() => VerifyBodyAsync(State + "private readonly object _gate = new();", "if (System.Threading.Monitor.TryEnter(_gate)) Count++; if ([|System.Threading.Monitor.TryEnter(_gate, 5)|]) Count++;");

    [Fact]
    public Task The_result_of_a_value_task_as_a_task_is_reported() => VerifyBodyAsync(State + "private static ValueTask<int> LoadAsync() => new(1);", "Count += [|LoadAsync().AsTask().Result|]; [|LoadAsync().AsTask().Wait()|]; Count += [|LoadAsync().ConfigureAwait(false).GetAwaiter().GetResult()|];");

    [Fact]
    public Task The_result_of_a_task_in_its_continuation_is_correct() => VerifyBodyAsync(State + "private static Task<int> LoadAsync() => Task.FromResult(1);", "_ = LoadAsync().ContinueWith(task => Console.WriteLine(task.Result), TaskScheduler.Default); Count++;");

    [Fact]
    public Task The_result_in_a_pattern_with_a_question_is_correct() => VerifyBodyAsync(State + "private readonly Task<int> _limit = Task.FromResult(1);", "if (_limit is { IsCompletedSuccessfully: true, Result: var limit }) Count += limit; if (_limit.Status == TaskStatus.RanToCompletion) Count += _limit.Result;");

    [Fact]
    public Task Waiting_on_another_thread_is_correct() => VerifyBodyAsync(State, "_ = Task.Run(() => System.Threading.Thread.Sleep(value)); new System.Threading.Thread(() => System.Threading.Thread.Sleep(1)).Start(); Count++;");

    [Fact]
    public Task A_blocking_method_of_another_class_is_reported_at_the_call() => VerifyBodyAsync(State + "private readonly Store _store = new();", "Count += Store.SizeOf(Key); [|_store.Save()|];", """internal sealed class Store { public static int SizeOf(string line) => line.Length; public void Save() => Write(); private static void Write() => System.IO.File.WriteAllText("x", "y"); }""");

    [Fact]
    public Task An_asynchronous_method_of_another_class_is_correct() => VerifyBodyAsync(State + "private readonly Store _store = new();", "_ = _store.SaveAsync(); _store.Start(); Count++;", "internal sealed class Store { public async Task SaveAsync() { await Task.Yield(); System.Threading.Thread.Sleep(1); } public void Start() => Task.Run(() => System.Threading.Thread.Sleep(1)); }");

    [Fact]
    public Task A_method_group_that_blocks_is_reported() => VerifyBodyAsync(State, "Count += new[] { Key }.Select([|System.IO.File.ReadAllText|]).First().Length;");

    [Fact]
    public Task Reading_a_table_in_memory_is_correct() => VerifyBodyAsync(
        State, "using var table = new System.Data.DataTable(); using var reader = table.CreateDataReader(); while (reader.Read()) Count += reader.GetInt32(0);");

    [Fact]
    public Task What_is_known_about_a_file_on_the_disk_is_reported() => VerifyBodyAsync(
        State + "private readonly System.IO.FileInfo _file = new(\"a\"); private readonly System.IO.DirectoryInfo _folder = new(\"b\"); private readonly System.IO.FileSystemInfo _any = new System.IO.FileInfo(\"c\");",
        "if ([|_file.Exists|]) Count += (int)[|_file.Length|]; if ([|_folder.Exists|]) Count++; [|_folder.Create()|]; [|_any.Delete()|]; [|_any.Refresh()|]; Count += [|_file.IsReadOnly|] ? 1 : 0; Count += [|_any.LastWriteTimeUtc|].Year;");

    [Fact]
    public Task The_name_of_a_file_is_correct() => VerifyBodyAsync(
        State + "private readonly System.IO.FileInfo _file = new(\"a\");", "Count += _file.Name.Length + _file.FullName.Length + _file.Extension.Length + _file.ToString().Length; Console.WriteLine(_file.Directory);");

    [Fact]
    public Task A_reader_from_outside_is_reported() => VerifyAsync("""
        [Operator("sample")]
        internal sealed partial class Sample(System.IO.BinaryReader binary, System.IO.TextReader text, System.IO.TextReader more, System.IO.StringReader safe) : KeyedOperator<string, int, int>
        {
            private readonly System.IO.TextReader _more = more;
            private readonly System.IO.TextReader _memory = new System.IO.StringReader("text");
            private readonly System.IO.BinaryReader _bytes = new(new System.IO.MemoryStream());

            protected override void OnEvent(int value, OperatorContext<int> context)
            {
                context.Emit([|binary.ReadInt32()|] + [|text.Read()|] + [|_more.Read()|]);
                context.Emit(safe.Read() + _memory.Read() + _bytes.ReadInt32());
            }
        }
        """);

    [Fact]
    public Task Opening_and_closing_may_block() => VerifyBodyAsync(
        """
        private string[] _lines = [];
        protected override ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken)
        {
            _lines = System.IO.File.ReadAllLines("names.txt");
            System.Threading.Thread.Sleep(1);
            return default;
        }
        protected override ValueTask OnCloseAsync() { System.IO.File.WriteAllText("names.txt", "closed"); return default; }
        """,
        "context.Emit(_lines.Length);");

    [Fact]
    public Task Waiting_in_a_reducer_is_reported_where_a_value_is_added() => VerifyBodyAsync(
        "[State] private partial ReducingState<long, Slow> Total { get; }", "[|Total.Add(value)|]; context.Emit((int)Total.GetValueOrDefault());", """
        internal readonly struct Slow : IReducer<long>
        {
            public static long Reduce(long accumulator, long value)
            {
                System.Threading.Thread.Sleep(1);
                return accumulator + value;
            }
        }
        """);
}
