/* Stand-in for bcryptprimitives.dll, which Wine 8 has not got and programs written in Rust ask for
   random numbers; only for the check under Wine. */
#include <stddef.h>
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *buffer, unsigned long size);
__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *buffer, size_t size) {
  return SystemFunction036(buffer, (unsigned long)size);
}
