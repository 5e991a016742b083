// Runs the test that doc/testing.md shows.
void busy_service_is_waited_for();

int main()
{
    busy_service_is_waited_for();
}
